import { type Kysely, sql, type Transaction } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import type { Pruned, PruneOptions } from './prune.ts';
import { removeAssessments, removeDefinitions, removeEvents, removeLists, removeResults, type Step } from './steps.ts';

/** How long a run without an end is taken to be still going on. */
const GOING_ON_MS = 7 * 24 * 3_600_000;

/** Says that a dry run is over: what it removed comes back. */
class TakenBack extends Error {}

/**
 * Removes the results of old runs, and what nothing refers to any more. What the newest state of each server is read
 * from stays, as do the lists and definitions that people decided on, and the events that consumers may not have read.
 */
export async function pruneCatalog(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  options: PruneOptions,
  now: Date,
): Promise<Pruned> {
  const runs = await runsToPrune(db, options, now);
  const before = await sizeOf(db, kind);
  if (options.isDryRun !== true) {
    const pruned = await removeAll(kind, runs, options, now, (work) =>
      db.transaction().execute(async (transaction) => {
        await lockOut(transaction, kind);
        return await work(transaction);
      }),
    );
    if (before === undefined) return pruned;
    if (pruned.results + pruned.lists + pruned.events > 0) await sql`vacuum`.execute(db);
    return { ...pruned, bytes: { before, after: (await sizeOf(db, kind)) ?? before } };
  }
  let counted: Pruned | undefined;
  await db
    .transaction()
    .execute(async (transaction) => {
      counted = await removeAll(kind, runs, options, now, (work) => work(transaction));
      throw new TakenBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
  if (counted === undefined) throw new TypeError('a dry run counts');
  return counted;
}

/** The runs that are to go: never the last one, nor one that may still go on. */
async function runsToPrune(
  db: Kysely<CatalogTables>,
  { keepRuns = 1, before }: PruneOptions,
  now: Date,
): Promise<string[]> {
  const runs = await db
    .selectFrom('runs')
    .select(['id', 'started_at', 'finished_at'])
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const goingOn = new Date(now.getTime() - GOING_ON_MS).toISOString();
  return runs
    .slice(Math.max(1, keepRuns))
    .filter(({ started_at, finished_at }) => finished_at !== null || started_at < goingOn)
    .filter(({ started_at }) => before === undefined || started_at < before)
    .map(({ id }) => id);
}

/** Runs a step's work in a transaction. */
type Within = <T>(work: (db: Kysely<CatalogTables>) => Promise<T>) => Promise<T>;

async function removeAll(
  kind: DatabaseKind,
  runs: readonly string[],
  { feedReadTo = 0 }: PruneOptions,
  now: Date,
  within: Within,
): Promise<Pruned> {
  const pruned: Pruned = { runs: 0, results: 0, assessments: 0, lists: 0, definitions: 0, events: 0 };
  for (const run of runs) {
    const results = await repeat(removeResults(run, now.toISOString()), within);
    pruned.results += results;
    pruned.runs += Number(results > 0);
    if (feedReadTo > 0) pruned.events += await repeat(removeEvents(run, feedReadTo), within);
  }
  pruned.assessments = await repeat(removeAssessments(), within);
  pruned.lists = await repeat(removeLists(), within);
  pruned.definitions = await repeat(removeDefinitions(kind), within);
  for (const run of runs) await within((transaction) => removeRun(transaction, run));
  return pruned;
}

async function repeat(step: Step, within: Within): Promise<number> {
  let rows = 0;
  for (;;) {
    const removed = await within(step);
    if (removed === 0) return rows;
    rows += removed;
  }
}

/** Removes a run's own row, unless something refers to it. */
async function removeRun(db: Kysely<CatalogTables>, run: string): Promise<void> {
  const refers = (table: 'run_servers' | 'snapshots' | 'assessments' | 'events' | 'accounts') =>
    sql`select 1 from ${sql.table(table)} where run_id = ${run}`;
  await sql`delete from runs where id = ${run}
    and not exists (${refers('run_servers')}) and not exists (${refers('snapshots')})
    and not exists (${refers('assessments')}) and not exists (${refers('events')})
    and not exists (${refers('accounts')})`.execute(db);
}

/**
 * Keeps writers out of PostgreSQL while a step looks for what nothing refers to and removes it: each save locks its row
 * of `servers` (SQLite has one writer at a time anyway).
 */
async function lockOut(transaction: Transaction<CatalogTables>, kind: DatabaseKind): Promise<void> {
  if (kind === 'postgres') await sql`lock table servers in exclusive mode`.execute(transaction);
}

async function sizeOf(db: Kysely<CatalogTables>, kind: DatabaseKind): Promise<number | undefined> {
  if (kind === 'postgres') return undefined;
  const { rows } = await sql<{ bytes: number }>`select page_count * page_size as bytes
    from pragma_page_count, pragma_page_size`.execute(db);
  return rows[0]?.bytes;
}
