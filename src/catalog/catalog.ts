import type { Classification } from '../model/classification.ts';
import type { Run, ServerResult } from '../model/run.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';
import type { CheckFinding } from './check.ts';
import type { Change } from './compare/change.ts';
import type { FeedItem } from './feed/read-feed.ts';
import type { Pruned, PruneOptions } from './prune/prune.ts';
import type { Moment } from './queries/moment.ts';
import type { CatalogQueries } from './queries/queries.ts';
import type { HistoryRecord } from './read-history.ts';
import type { ReviewStore } from './reviews/review-store.ts';
import type { ListedAgain } from './save-again.ts';
import type { Outcome, ScheduleStore } from './schedule/schedule.ts';

/** What saving one server did. */
export type SaveOutcome = {
  /** Definitions that the catalogue did not hold yet. */
  definitionsAdded: number;
  /** By the tool-set hash, against the server's last list. */
  change: 'new' | 'changed' | 'unchanged' | 'failed';
};

/**
 * The memory of toolrisk. Every method throws `DependencyError` when the database cannot serve: unreachable, held by
 * another process, not writable, damaged, full.
 */
export type Catalog = {
  /** Saves the run's first row; call before any `saveResult`. A run that is already there stays as it is. */
  startRun: (run: Run) => Promise<void>;
  /** Saves the run's end. */
  finishRun: (run: Run) => Promise<void>;
  /** A run by its id, or the one that started last; undefined when there is none. */
  findRun: (which: { id: string } | 'last') => Promise<Run | undefined>;
  /**
   * Saves one server in one transaction: all of it or nothing. Saved again in the same run (a resumed one), the later
   * result stands. A failed result's `failure.entry` is taken to be its `entry`. `outcome` is what becomes of the
   * server's row in the schedule, written with the result.
   */
  saveResult: (runId: string, result: ServerResult, outcome?: Outcome) => Promise<SaveOutcome>;
  /**
   * Saves servers of a run in the order given, on SQLite many in one transaction; each wholly or not at all. Rejects
   * with the first error.
   */
  saveResults: (runId: string, results: readonly ServerResult[]) => Promise<SaveOutcome[]>;
  /** Saves a server that gave its last list once more, by the list's hash; false where its last list is another. */
  saveAgain: (runId: string, again: ListedAgain) => Promise<boolean>;
  /** The last snapshot's hash and classifications of a server, to see what changed; undefined when never listed. */
  lastListed: (serverId: string) => Promise<LastListed | undefined>;
  /** What became of each server of a run so far, by server id: what a resumed run need not do again. */
  statusesOf: (runId: string) => Promise<Map<string, ServerResult['status']>>;
  /**
   * Results of one run in the order of server ids (by bytes), streamed: one server in memory at a time; `news` are those
   * that failed or brought a list or verdicts that the catalogue had not.
   */
  resultsOf: (runId: string, which?: 'all' | 'news') => AsyncIterable<ServerResult>;
  /** What can be asked of the newest state, a run or a day. */
  query: CatalogQueries;
  /** What changed between two moments, by server id, streamed: two servers in memory at a time. */
  changes: (from: Moment, to: Moment) => AsyncIterable<Change>;
  /**
   * What changed, in the order of commits, after a number (0 for all): a consumer who keeps the last number misses
   * nothing. Tells of servers and tools as they are saved; of a removed server when its registry knows it no more.
   */
  feed: (which: { after: number; limit?: number }) => AsyncIterable<FeedItem>;
  /**
   * Runs, results in the order of saving, and answers, streamed; of one run where it is named. A list that is that of
   * the server's result before is named by its hash.
   */
  history: (runId?: string) => AsyncIterable<HistoryRecord>;
  /** Removes the results of old runs and what nothing refers to any more. */
  prune: (options: PruneOptions) => Promise<Pruned>;
  /** What is wrong with the catalogue: nothing, mostly. */
  check: () => Promise<CheckFinding[]>;
  /** Copies a SQLite catalogue into a new file. */
  backUp: (file: string) => Promise<void>;
  /** Remembered answers of language models. */
  answers: AnswerCache;
  /** People's decisions. */
  reviews: ReviewStore;
  /** When each named server is looked at next, and the accounts of the nights. */
  schedule: ScheduleStore;
  /** Closes the database; a second call does nothing. */
  close: () => Promise<void>;
};

/** Answers by the hash of everything they depend on. */
type AnswerCache = {
  get: (key: string) => Promise<string | undefined>;
  /** Keeps an answer, given now or at a time (ISO 8601); of two for one key the first stays. */
  put: (key: string, answer: string, at?: string) => Promise<void>;
};

/** What the catalogue remembers of a server's last list. */
export type LastListed = {
  toolSetHash: string;
  /** When it was listed, ISO 8601. */
  at: string;
  snapshot: ServerSnapshot;
  /** `classifications[i]` is the verdict on `snapshot.tools[i]`. */
  classifications: Classification[];
};
