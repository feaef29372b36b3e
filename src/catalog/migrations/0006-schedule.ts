import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** When each named server is looked at next, and the accounts of the nights. */
export const schedule: Migration = {
  name: '0006-schedule',
  up: async (db, kind) => {
    const name = kind === 'postgres' ? sql`text collate "C"` : sql`text`;
    await db.schema
      .createTable('schedule')
      .addColumn('server_id', name, (column) => column.primaryKey())
      .addColumn('record', 'text', (column) => column.notNull())
      .addColumn('record_hash', 'text', (column) => column.notNull())
      .addColumn('lane', 'text', (column) => column.notNull())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('spread', 'integer', (column) => column.notNull())
      .addColumn('is_withdrawn', 'integer', (column) => column.notNull())
      .addColumn('is_moving', 'integer', (column) => column.notNull())
      .addColumn('named_run', name, (column) => column.notNull())
      .addColumn('due_run', name)
      .addColumn('reason', 'text')
      .addColumn('done_run', name)
      .addColumn('tried_hash', 'text')
      .addColumn('tried_at', 'text')
      .addColumn('listed_at', 'text')
      .addColumn('ran', 'text')
      .addColumn('judged_by', 'text')
      .addColumn('answer_hash', 'text')
      .addColumn('assessment_id', 'integer')
      .addColumn('failure_code', 'text')
      .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await sql`create index schedule_due on schedule (due_run, lane, spread, server_id)`.execute(db);
    await sql`create index schedule_stale on schedule (listed_at) where failure_code is not null`.execute(db);
    await sql`create index events_by_run on events (run_id, kind)`.execute(db);
    await db.schema
      .createTable('accounts')
      .addColumn('run_id', name, (column) => column.primaryKey().references('runs.id'))
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .execute();
  },
};
