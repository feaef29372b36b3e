import type { Classification } from '../model/classification.ts';
import type { Run, ServerResult } from '../model/run.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';

/** What saving one server did. */
export type SaveOutcome = {
  /** Definitions that the catalogue did not hold yet. */
  definitionsAdded: number;
  change: 'new' | 'changed' | 'unchanged' | 'failed';
};

/** The memory of toolrisk. Every method throws `DependencyError` when the database cannot be reached. */
export type Catalog = {
  /** Saves the run's first row; call before any `saveResult`. */
  startRun: (run: Run) => Promise<void>;
  finishRun: (run: Run) => Promise<void>;
  /** Saves one server in one transaction: all of it or nothing. */
  saveResult: (runId: string, result: ServerResult) => Promise<SaveOutcome>;
  /** The last snapshot's hash and classifications of a server, to see what changed; undefined when never listed. */
  lastListed: (serverId: string) => Promise<LastListed | undefined>;
  /** Results of one run in the order of server ids, streamed. */
  resultsOf: (runId: string) => AsyncIterable<ServerResult>;
  close: () => Promise<void>;
};

/** What the catalogue remembers of a server's last list. */
export type LastListed = {
  toolSetHash: string;
  at: string;
  snapshot: ServerSnapshot;
  classifications: Classification[];
};
