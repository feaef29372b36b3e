import type { GivenValues } from '../model/secret.ts';
import type { ServerEntry } from '../model/server-entry.ts';

/** A server to look at, as a source found it. */
export type ServerTarget = {
  /** What the operator typed, or `<config file>#<key>`; shown to people. */
  target: string;
  entry: ServerEntry;
  /** Literal values from a client config: for this server alone, never stored. */
  given: GivenValues;
};

/** A target or an item of a list that could not be read: reported, and the rest goes on. */
export type TargetProblem = {
  target: string;
  problem: string;
  /** Set where the rest of a list could not be read: what it does not name may still be there. */
  endsList?: true;
};
