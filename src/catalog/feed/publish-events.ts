import { type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';

/** Any fixed number of our own, beside that of the migrations: one process at a time gives numbers. */
const FEED_LOCK = 7_665_748;

/** Events that are numbered in one transaction. */
const BATCH = 10_000;

/**
 * Numbers the events that were committed since the last time. An event is numbered only when it can be seen, by one
 * publisher at a time, above all numbers given before: a consumer who has read up to a number misses nothing, however
 * long a writer takes. (The counters of databases are taken at insert, so that a slow writer would commit a number that
 * consumers have passed.)
 */
export async function publishEvents(db: Kysely<CatalogTables>, kind: DatabaseKind): Promise<void> {
  while (await hasUnnumbered(db)) {
    await db.transaction().execute(async (transaction) => {
      if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${FEED_LOCK})`.execute(transaction);
      const { rows } = await sql<{ last: number }>`select coalesce(max(seq), 0) as last from events`.execute(
        transaction,
      );
      await sql`update events set seq = numbered.n + ${rows[0]?.last ?? 0}
        from (select id, row_number() over (order by id) as n from
          (select id from events where seq is null order by id limit ${BATCH}) waiting) numbered
        where events.id = numbered.id`.execute(transaction);
    });
  }
}

async function hasUnnumbered(db: Kysely<CatalogTables>): Promise<boolean> {
  const row = await db.selectFrom('events').select('id').where('seq', 'is', null).limit(1).executeTakeFirst();
  return row !== undefined;
}
