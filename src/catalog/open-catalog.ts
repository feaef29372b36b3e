import { Kysely } from 'kysely';
import { readAnswer, saveAnswer } from './answers.ts';
import { backUpCatalog } from './backup.ts';
import type { Catalog } from './catalog.ts';
import { checkCatalog } from './check.ts';
import { compareStates } from './compare/compare-states.ts';
import type { Database } from './database/database.ts';
import { guarded, guardedStream } from './database/dependency-error.ts';
import { openPostgres } from './database/postgres.ts';
import { openSqlite } from './database/sqlite.ts';
import { readFeed } from './feed/read-feed.ts';
import { migrate } from './migrations/migrate.ts';
import { pruneCatalog } from './prune/prune-catalog.ts';
import { openQueries } from './queries/index.ts';
import { indexNewDefinitions } from './queries/search.ts';
import { readHistory } from './read-history.ts';
import { readLastListed, readResults, readStatuses } from './read-results.ts';
import { readStates } from './read-states.ts';
import { reviewStoreOn } from './reviews/review-store.ts';
import { readRun, saveRunEnd, saveRunStart } from './runs.ts';
import { saveAgain } from './save-again.ts';
import { createSaveQueue, saveAll, saveAlone } from './save-queue.ts';
import { openSchedule } from './schedule/open-schedule.ts';
import type { CatalogTables } from './schema.ts';

export type { Catalog } from './catalog.ts';

/** What opening a catalogue may be told. */
export type CatalogOptions = {
  /** The current time; default the clock. */
  now?: () => Date;
};

/**
 * Opens the catalogue, creating or migrating it where needed: a path to a SQLite file (its folder is made), `:memory:`,
 * or a `postgres://` URL. Throws `DependencyError` when it cannot be used, `InputError` when the URL cannot be read.
 */
export async function openCatalog(url: string, options: CatalogOptions = {}): Promise<Catalog> {
  const database = /^postgres(?:ql)?:\/\//.test(url)
    ? await openPostgres(url)
    : await guarded(url, async () => openSqlite(url));
  return await catalogOn(database, options);
}

/** A catalogue on an opened database, created or migrated where needed. */
export async function catalogOn(database: Database, { now = () => new Date() }: CatalogOptions = {}): Promise<Catalog> {
  const db = new Kysely<CatalogTables>({ dialect: database.dialect });
  const guard = async <T>(work: () => Promise<T>) => await guarded(database.place, work);
  const save = database.kind === 'sqlite' ? createSaveQueue(db) : saveAlone(db);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= db.destroy();
    return closing;
  };
  try {
    await guard(() => migrate(db, database, now));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    startRun: (run) => guard(() => saveRunStart(db, run)),
    finishRun: (run) =>
      guard(async () => {
        await saveRunEnd(db, run);
        await indexNewDefinitions(db, database.kind);
      }),
    findRun: (which) => guard(() => readRun(db, which)),
    saveResult: (runId, result, outcome) => guard(() => save(runId, result, outcome)),
    saveResults: (runId, results) => guard(() => saveAll(save, database.kind, runId, results)),
    saveAgain: (runId, again) =>
      guard(() => db.transaction().execute((transaction) => saveAgain(transaction, database.kind, runId, again))),
    lastListed: (serverId) => guard(() => readLastListed(db, serverId)),
    statusesOf: (runId) => guard(() => readStatuses(db, runId)),
    resultsOf: (runId, which) => guardedStream(readResults(db, runId, which), guard),
    query: openQueries(db, database.kind, guard),
    changes: (from, to) => guardedStream(compareStates(readStates(db, from), readStates(db, to)), guard),
    feed: (which) => guardedStream(readFeed(db, database.kind, which), guard),
    history: (runId) => guardedStream(readHistory(db, runId), guard),
    prune: (which) => guard(() => pruneCatalog(db, database.kind, which, now())),
    check: () => guard(() => checkCatalog(db, database.kind)),
    backUp: (file) => guard(() => backUpCatalog(db, database.kind, file)),
    answers: {
      get: (key) => guard(() => readAnswer(db, key)),
      put: (key, answer, at = now().toISOString()) => guard(() => saveAnswer(db, key, answer, at)),
    },
    reviews: reviewStoreOn(db, guard, (stream) => guardedStream(stream, guard)),
    schedule: openSchedule(db, guard),
    close,
  };
}
