import type { Generated } from 'kysely';
import type { ReviewEventRow } from './reviews/row.ts';
import type { AccountRow, ScheduleRow } from './schedule/rows.ts';

export type { ScheduleRow } from './schedule/rows.ts';

/**
 * Tables of the catalogue, alike in SQLite and PostgreSQL. Two kinds of columns: those that queries read, whose text
 * passed `columnText` or `keyText`, and `JSON text` columns, which hold the truth exactly (the escapes of JSON carry the characters
 * that databases refuse). Times are ISO 8601 text, booleans 0 or 1.
 */
export type CatalogTables = {
  toolrisk_migrations: MigrationRow;
  runs: RunRow;
  servers: ServerRow;
  entries: EntryRow;
  origins: OriginRow;
  definitions: DefinitionRow;
  snapshots: SnapshotRow;
  snapshot_tools: SnapshotToolRow;
  assessments: AssessmentRow;
  classifications: ClassificationRow;
  current_lists: CurrentListRow;
  run_servers: RunServerRow;
  failures: FailureRow;
  llm_answers: LlmAnswerRow;
  events: EventRow;
  review_events: ReviewEventRow;
  schedule: ScheduleRow;
  accounts: AccountRow;
};

/** A migration that was applied. */
type MigrationRow = { name: string; applied_at: string };

/** One run of the pipeline. */
export type RunRow = {
  id: string;
  started_at: string;
  /** Null while it runs and after a kill. */
  finished_at: string | null;
  /** JSON text. */
  versions: string;
  /** JSON text. */
  options: string;
  /** JSON text of the `LlmLedger`; null where no model was asked, or while it runs. */
  llm: string | null;
  /** When results of it were removed; null while it is whole. */
  pruned_at: string | null;
};

/** One server, by its stable id. When it was last seen is the time of its last row in `run_servers`. */
type ServerRow = { id: string; title: string | null; first_seen: string };

/** How a server was described; a description that does not change is one row for ever. */
type EntryRow = {
  /** SHA-256 of the JSON text. */
  entry_hash: string;
  server_id: string;
  /** JSON text of the `ServerEntry`. */
  entry: string;
};

/** Where a server was found. */
type OriginRow = {
  /** SHA-256 of server id and origin. */
  origin_hash: string;
  server_id: string;
  source: string;
  name: string;
  place: string;
  first_seen: string;
};

/** What `classify/` reads of a tool, once for all servers that have it. */
type DefinitionRow = {
  /** Counted up, so that what refers to a definition is indexed in the order of writing and not all over the index. */
  id: Generated<number>;
  definition_hash: string;
  /** For search; exact in `definition`. */
  name: string;
  /** JSON text of the `ToolDefinition` as it was first sent. */
  definition: string;
  /** `searchWords` of it. */
  words: string;
  first_seen: string;
};

/** A list that a server gave, without what differs from run to run. */
type SnapshotRow = {
  id: Generated<number>;
  server_id: string;
  /** SHA-256 of everything in it, the tools in any order. */
  content_hash: string;
  tool_set_hash: string;
  /** The exact package that ran. */
  package: string | null;
  tools: number;
  /** JSON text of the `SnapshotContext`. */
  context: string;
  /** The run that brought it first. */
  run_id: string;
  first_seen: string;
};

/** One tool of a snapshot. */
type SnapshotToolRow = {
  snapshot_id: number;
  /** From 0, in the order of the list. */
  position: number;
  definition_id: number;
  /** `wholeHash` of the tool. */
  whole_hash: string;
  /** JSON text of the tool's other fields, or of all fields where they differ from the stored definition's text. */
  rest: string | null;
};

/** The verdicts on one snapshot by one state of the classifier (versions, answers, decisions). */
type AssessmentRow = {
  id: Generated<number>;
  snapshot_id: number;
  /** SHA-256 of the verdicts' JSON text. */
  content_hash: string;
  run_id: string;
  first_seen: string;
  /** How many of its verdicts are Read, and so on. */
  reads: number;
  writes: number;
  executes: number;
  destructives: number;
  financials: number;
  /** Verdicts in review. */
  reviews: number;
  /** Verdicts with an annotation mismatch. */
  mismatches: number;
};

/** The verdict on one tool of an assessed snapshot. Never changed, only followed by another assessment. */
export type ClassificationRow = {
  assessment_id: number;
  position: number;
  /** What the verdict was made on; not a foreign key, as redaction may change a tool before it is stored. */
  definition_hash: string;
  context_hash: string;
  category: string;
  severity: string;
  confidence: number;
  needs_review: number;
  annotation_mismatch: number;
  decided_by: string;
  /** JSON text of the array of effects. */
  effects: string;
  /** JSON text of the `Classification` but for the two hashes, which may stand in it in rows of before. */
  verdict: string;
};

/** The last list of a server and its verdicts. */
export type CurrentListRow = {
  server_id: string;
  snapshot_id: number;
  assessment_id: number;
  /** That of the snapshot; null where it has no tools, as such lists say nothing of each other. */
  tool_set_hash: string | null;
  /** `publisherOf` the server. */
  publisher: string;
  /** `rankOf` its most severe verdict; 0 where there is none. */
  rank: number;
};

/** What became of one server in one run: all that an unchanged server adds. */
type RunServerRow = {
  /** In the order of saving. */
  seq: Generated<number>;
  run_id: string;
  server_id: string;
  /** JSON text of the target as it was typed or named. */
  target: string;
  entry_hash: string;
  status: 'listed' | 'failed';
  change: 'new' | 'changed' | 'unchanged' | 'failed';
  /** Null when it failed. */
  snapshot_id: number | null;
  assessment_id: number | null;
  /** JSON text of the `Provenance`; null when it failed. */
  provenance: string | null;
  at: string;
};

/** Why a server could not be listed in a run. */
type FailureRow = {
  run_id: string;
  server_id: string;
  code: string;
  stage: string;
  message: string;
  /** JSON text of the `Failure` without its entry. */
  failure: string;
};

/** Something that changed, for those who follow the catalogue. */
type EventRow = {
  id: Generated<number>;
  /** Its number in the feed, given in the order of commits; null until then. */
  seq: number | null;
  run_id: string;
  server_id: string;
  at: string;
  kind: string;
  /** JSON text of the `Change`. */
  event: string;
};

/** A remembered answer of a language model. */
type LlmAnswerRow = {
  /** Hash of everything that the answer depends on. */
  key: string;
  /** JSON text of a string. */
  answer: string;
  at: string;
};

/** Every table, in alphabetical order. */
export const TABLES: readonly (keyof CatalogTables)[] = [
  'accounts',
  'assessments',
  'classifications',
  'current_lists',
  'definitions',
  'entries',
  'events',
  'failures',
  'llm_answers',
  'origins',
  'review_events',
  'run_servers',
  'runs',
  'schedule',
  'servers',
  'snapshot_tools',
  'snapshots',
  'toolrisk_migrations',
];
