/** What may go, and what is only to be counted. One of `keepRuns` and `before` is given. */
export type PruneOptions = {
  /** This many of the newest runs stay whole. */
  keepRuns?: number;
  /** Runs that started then or later stay whole; ISO 8601. */
  before?: string;
  /** The number in the feed up to which every consumer has read: older events of pruned runs go too. Default 0. */
  feedReadTo?: number;
  /** Counts what would go, and removes nothing. */
  isDryRun?: boolean;
};

/** What went, in rows. */
export type Pruned = {
  /** Runs of which no whole result is left. */
  runs: number;
  /** What became of one server in one run. */
  results: number;
  /** Verdicts of a list as one state of the classifier gave them. */
  assessments: number;
  /** Lists of tools. */
  lists: number;
  definitions: number;
  /** Of the feed. */
  events: number;
  /** Size of a SQLite file before and after; undefined on PostgreSQL, which frees space by itself. */
  bytes?: { before: number; after: number };
};
