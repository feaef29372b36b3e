/** When a server that sources name is looked at: one row each, by the same key as in `servers`. */
export type ScheduleRow = {
  /** Not a foreign key: a server is named before it is first looked at. */
  server_id: string;
  /** JSON text of the target and the `ServerEntry` as sources name them now; no values of secrets. */
  record: string;
  /** SHA-256 of what of the record decides how the server is looked at. */
  record_hash: string;
  /** What limits how many are looked at side by side: `installs`, `stdio`, `remotes`. */
  lane: string;
  /** Host and port of a remote; empty for others. */
  host: string;
  /** A number of the server's own: its place in the order of a night, so that hosts do not come in a row. */
  spread: number;
  is_withdrawn: number;
  /** Whether its package moves on under an unchanged record: no exact version is named. */
  is_moving: number;
  /** The run whose sources named it last. */
  named_run: string;
  /** The last run for which it was due, why, and the last run that was done with it. */
  due_run: string | null;
  reason: string | null;
  done_run: string | null;
  /** `record_hash` and time of the last try. */
  tried_hash: string | null;
  tried_at: string | null;
  /** When it was listed last. */
  listed_at: string | null;
  /** The exact package that ran then. */
  ran: string | null;
  /** What classified its last list. */
  judged_by: string | null;
  /** Hash of its last answer. */
  answer_hash: string | null;
  /** Assessment of that list. */
  assessment_id: number | null;
  /** Code of the last try; null when it listed. */
  failure_code: string | null;
  /** Failed tries in a row. */
  failures: number;
};

/** The account of one night. */
export type AccountRow = {
  run_id: string;
  at: string;
  /** JSON text of the `Account`. */
  account: string;
};
