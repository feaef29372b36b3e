import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** The journal of what people decided; rows are only ever added. */
export const reviewEvents: Migration = {
  name: '0004-review-events',
  up: async (db, kind) => {
    const isPostgres = kind === 'postgres';
    await db.schema
      .createTable('review_events')
      .addColumn('seq', isPostgres ? 'serial' : 'integer', (column) =>
        isPostgres ? column.primaryKey() : column.primaryKey().autoIncrement(),
      )
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('server_id', isPostgres ? sql`text collate "C"` : sql`text`, (column) => column.notNull())
      .addColumn('definition_hash', 'text', (column) => column.notNull())
      .addColumn('tool_set_hash', 'text', (column) => column.notNull())
      .addColumn('decided_by', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .execute();
    for (const column of ['server_id', 'definition_hash', 'tool_set_hash'])
      await db.schema.createIndex(`review_events_by_${column}`).on('review_events').column(column).execute();
  },
};
