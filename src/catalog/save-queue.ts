import { setTimeout } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { ServerResult } from '../model/run.ts';
import type { SaveOutcome } from './catalog.ts';
import type { DatabaseKind } from './database/database.ts';
import { saveResult } from './save-result.ts';
import type { CatalogTables } from './schema.ts';

/** Servers of one transaction: more gain little, and hold the write lock longer against other processes. */
const MAX_GROUP = 256;

/** How long groups follow each other without a pause, and the pause: longer than another process's pause between tries. */
const SPELL_MS = 1000;
const PAUSE_MS = 40;

type Waiting = {
  runId: string;
  result: ServerResult;
  resolve: (outcome: SaveOutcome) => void;
  reject: (error: unknown) => void;
};

/** Saves results, each wholly or not at all. */
export type SaveQueue = (runId: string, result: ServerResult) => Promise<SaveOutcome>;

/** Saves each result in a transaction of its own, on PostgreSQL, where several connections write at once. */
export function saveAlone(db: Kysely<CatalogTables>): SaveQueue {
  return async (runId, result) =>
    await db.transaction().execute((transaction) => saveResult(transaction, 'postgres', runId, result));
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
 * since writing the log costs more than the rows. A promise resolves when its transaction is committed. Now and then the
 * queue leaves the lock to other processes, which would starve beside it.
 */
export function createSaveQueue(db: Kysely<CatalogTables>): SaveQueue {
  const waiting: Waiting[] = [];
  let isWriting = false;
  const writeAll = async () => {
    isWriting = true;
    for (let since = performance.now(); waiting.length > 0; ) {
      await writeGroup(db, waiting.splice(0, MAX_GROUP));
      if (performance.now() - since < SPELL_MS) continue;
      await setTimeout(PAUSE_MS);
      since = performance.now();
    }
    isWriting = false;
  };
  return (runId, result) =>
    new Promise((resolve, reject) => {
      waiting.push({ runId, result, resolve, reject });
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
      for (const { runId, result } of group) list.push(await saveResult(transaction, 'sqlite', runId, result));
      return list;
    });
    for (const [index, outcome] of outcomes.entries()) group[index]?.resolve(outcome);
  } catch (error) {
    if (hasBegun && group.length > 1) for (const each of group) await writeGroup(db, [each]);
    else for (const { reject } of group) reject(error);
  }
}
