import { setTimeout } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { ServerResult } from '../model/run.ts';
import type { SaveOutcome } from './catalog.ts';
import type { DatabaseKind } from './database/database.ts';
import { saveResult } from './save-result.ts';
import { GATHER_MS } from './schedule/batches.ts';
import type { Outcome } from './schedule/schedule.ts';
import { settle } from './schedule/settle.ts';
import type { CatalogTables } from './schema.ts';

/** Servers of one transaction: more gain little, and hold the write lock longer against other processes. */
const MAX_GROUP = 256;

/** How long groups follow each other without a pause, and the pause: longer than another process's pause between tries. */
const SPELL_MS = 1000;
const PAUSE_MS = 40;

type Waiting = {
  runId: string;
  result: ServerResult;
  /** Written with the result, see `Catalog.saveResult`. */
  outcome: Outcome | undefined;
  resolve: (outcome: SaveOutcome) => void;
  reject: (error: unknown) => void;
};

/** Saves results, each wholly or not at all, see `Catalog.saveResult`. */
export type SaveQueue = (runId: string, result: ServerResult, outcome?: Outcome) => Promise<SaveOutcome>;

/** Saves each result in a transaction of its own, on PostgreSQL, where several connections write at once. */
export function saveAlone(db: Kysely<CatalogTables>): SaveQueue {
  return async (runId, result, outcome) =>
    await db
      .transaction()
      .execute((transaction) => saveWithOutcome(transaction, 'postgres', { runId, result, outcome }));
}

/** Saves results in their order: on SQLite side by side in the queue, which keeps it; else one after the other. */
export async function saveAll(
  save: SaveQueue,
  kind: DatabaseKind,
  runId: string,
  results: readonly ServerResult[],
): Promise<SaveOutcome[]> {
  if (kind === 'sqlite') return await Promise.all(results.map((result) => save(runId, result)));
  const outcomes: SaveOutcome[] = [];
  for (const result of results) outcomes.push(await save(runId, result));
  return outcomes;
}

/**
 * A queue for SQLite, which has one writer: results that wait while others are written share the next transaction,
 * since writing the log costs more than the rows; those that bring their outcome are a night's, of which many come, and
 * are gathered for a moment. A promise resolves when its transaction is committed. Now and then the queue leaves the
 * lock to other processes, which would starve beside it.
 */
export function createSaveQueue(db: Kysely<CatalogTables>): SaveQueue {
  const waiting: Waiting[] = [];
  let isWriting = false;
  const writeAll = async () => {
    isWriting = true;
    for (let since = performance.now(); waiting.length > 0; ) {
      if (waiting.length < MAX_GROUP && waiting.every(({ outcome }) => outcome !== undefined))
        await setTimeout(GATHER_MS);
      await writeGroup(db, waiting.splice(0, MAX_GROUP));
      if (performance.now() - since < SPELL_MS) continue;
      await setTimeout(PAUSE_MS);
      since = performance.now();
    }
    isWriting = false;
  };
  return (runId, result, outcome) =>
    new Promise((resolve, reject) => {
      waiting.push({ runId, result, outcome, resolve, reject });
      if (!isWriting) void writeAll();
    });
}

/**
 * Writes a group in one transaction; where one result cannot be written, each in a transaction of its own. (A savepoint
 * for each would cost all of them a copy of every page that they touch.)
 */
async function writeGroup(db: Kysely<CatalogTables>, group: readonly Waiting[]): Promise<void> {
  let hasBegun = false;
  try {
    const outcomes = await db.transaction().execute(async (transaction) => {
      hasBegun = true;
      const list: SaveOutcome[] = [];
      for (const each of group) list.push(await saveWithOutcome(transaction, 'sqlite', each));
      return list;
    });
    for (const [index, outcome] of outcomes.entries()) group[index]?.resolve(outcome);
  } catch (error) {
    if (hasBegun && group.length > 1) for (const each of group) await writeGroup(db, [each]);
    else for (const { reject } of group) reject(error);
  }
}

async function saveWithOutcome(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  { runId, result, outcome }: Pick<Waiting, 'runId' | 'result' | 'outcome'>,
): Promise<SaveOutcome> {
  const saved = await saveResult(db, kind, runId, result);
  if (outcome !== undefined) await settle(db, runId, outcome);
  return saved;
}
