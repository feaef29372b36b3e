import { type Kysely, type RawBuilder, sql } from 'kysely';
import { columnText, keyText } from '../column-text.ts';
import type { CatalogTables } from '../schema.ts';
import { allOf } from './filter.ts';
import { failedAt, type Moment } from './moment.ts';

/** Which failures a query is about. */
export type FailureFilter = {
  code?: string;
  server?: string;
  /** A part of the message, letters as they are. */
  search?: string;
  /** Only failures from then on; ISO 8601. */
  changedSince?: string;
  moment?: Moment;
  limit?: number;
};

/** A server whose last result is a failure. */
export type FailureRow = { server: string; run: string; at: string; code: string; stage: string; message: string };

const PAGE = 200;

/** The servers that could not be listed at a moment, by server id, streamed. */
export async function* queryFailures(
  db: Kysely<CatalogTables>,
  filter: FailureFilter,
): AsyncGenerator<FailureRow, void, void> {
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  const size = Math.min(PAGE, left);
  for (let last: string | undefined; left > 0; ) {
    const rows = await onePage(db, filter, last, size);
    yield* rows.slice(0, left);
    left -= rows.length;
    last = rows.at(-1)?.server;
    if (last === undefined || rows.length < size) return;
  }
}

async function onePage(
  db: Kysely<CatalogTables>,
  filter: FailureFilter,
  last: string | undefined,
  size: number,
): Promise<FailureRow[]> {
  const { moment = 'now', code, server, search, changedSince } = filter;
  const conditions: RawBuilder<unknown>[] = [];
  if (last !== undefined) conditions.push(sql`r.server_id > ${last}`);
  if (code !== undefined) conditions.push(sql`f.code = ${columnText(code)}`);
  if (server !== undefined) conditions.push(sql`r.server_id = ${keyText(server)}`);
  if (changedSince !== undefined) conditions.push(sql`r.at >= ${changedSince}`);
  if (search !== undefined) conditions.push(sql`f.message like ${`%${columnText(search)}%`}`);
  const { rows } = await sql<FailureRow>`select r.server_id as server, r.run_id as run, r.at, f.code, f.stage, f.message
    from ${failedAt(moment)} r join failures f on f.run_id = r.run_id and f.server_id = r.server_id
    where ${allOf(conditions)} order by r.server_id limit ${size}`.execute(db);
  return rows;
}
