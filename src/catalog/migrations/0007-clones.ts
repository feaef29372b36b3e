import { type Kysely, sql } from 'kysely';
import { publisherOf } from '../../model/server-id.ts';
import type { CatalogTables } from '../schema.ts';
import type { Migration } from './migration.ts';

/** What tells clones apart, beside each current list, so that they are counted from one index. */
export const clones: Migration = {
  name: '0007-clones',
  up: async (db, kind) => {
    const name = kind === 'postgres' ? sql`text collate "C"` : sql`text`;
    await db.schema.alterTable('current_lists').addColumn('tool_set_hash', 'text').execute();
    await db.schema
      .alterTable('current_lists')
      .addColumn('publisher', name, (column) => column.notNull().defaultTo(''))
      .execute();
    await db.schema
      .alterTable('current_lists')
      .addColumn('rank', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await sql`update current_lists set tool_set_hash =
        (select s.tool_set_hash from snapshots s where s.id = snapshot_id and s.tools > 0),
      rank = (select case when financials > 0 then 4 when destructives > 0 then 3 when executes > 0 then 2
        when writes > 0 then 1 else 0 end from assessments where id = assessment_id)`.execute(db);
    await fillPublishers(db);
    await sql`create index current_lists_by_tool_set on current_lists (tool_set_hash, publisher, server_id, rank)`.execute(
      db,
    );
  },
};

/** Rows that are read at once. */
const PAGE = 1000;

async function fillPublishers(db: Kysely<CatalogTables>): Promise<void> {
  for (let last = ''; ; ) {
    const query = db.selectFrom('current_lists').select('server_id').where('server_id', '>', last);
    const rows = await query.orderBy('server_id').limit(PAGE).execute();
    for (const { server_id } of rows)
      await db
        .updateTable('current_lists')
        .set({ publisher: publisherOf(server_id) })
        .where('server_id', '=', server_id)
        .execute();
    last = rows.at(-1)?.server_id ?? last;
    if (rows.length < PAGE) return;
  }
}
