import type { Kysely } from 'kysely';
import { Run } from '../model/run.ts';
import { columnText } from './column-text.ts';
import type { CatalogTables, RunRow } from './schema.ts';

/** Saves a run's first row, unless it is there. */
export async function saveRunStart(db: Kysely<CatalogTables>, run: Run): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('runs')
      .values(rowOf(run))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** Saves a run's end. */
export async function saveRunEnd(db: Kysely<CatalogTables>, run: Run): Promise<void> {
  const { id, ...rest } = rowOf(run);
  await db.transaction().execute(async (transaction) => {
    await transaction.updateTable('runs').set(rest).where('id', '=', id).execute();
  });
}

/** Reads a run by its id, or the one that started last. */
export async function readRun(db: Kysely<CatalogTables>, which: { id: string } | 'last'): Promise<Run | undefined> {
  const query = db.selectFrom('runs').selectAll();
  const row = await (which === 'last'
    ? query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(1)
    : query.where('id', '=', columnText(which.id))
  ).executeTakeFirst();
  return row === undefined ? undefined : runOf(row);
}

/** The run of a row. */
export function runOf(row: RunRow): Run {
  return Run.parse({
    id: row.id,
    startedAt: row.started_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
    versions: JSON.parse(row.versions),
    options: JSON.parse(row.options),
    ...(row.llm === null ? {} : { llm: JSON.parse(row.llm) }),
    ...(row.pruned_at === null ? {} : { prunedAt: row.pruned_at }),
  });
}

function rowOf(run: Run): RunRow {
  return {
    id: run.id,
    started_at: run.startedAt,
    finished_at: run.finishedAt ?? null,
    versions: JSON.stringify(run.versions),
    options: JSON.stringify(run.options),
    llm: run.llm === undefined ? null : JSON.stringify(run.llm),
    pruned_at: run.prunedAt ?? null,
  };
}
