import type { Policy } from '../model/policy.ts';

/** A policy format: one file in `exporters/`, one line in its list. */
export type PolicyExporter = {
  /** Value of `policy --for`: `policylayer`, … */
  id: string;
  title: string;
  /** Extension of the file: `json`, `yaml`. */
  extension: string;
  /** What the format cannot say, and how the export stays on the safer side; one sentence each. */
  cannotSay: readonly string[];
  /** Deterministic text of one server's policy, never more permissive than the policy itself. */
  exportPolicy: (policy: Policy) => string;
};
