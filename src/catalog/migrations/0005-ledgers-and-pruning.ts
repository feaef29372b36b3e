import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** What asking models took in each run; which runs were pruned, and what pruning needs to be quick. */
export const ledgersAndPruning: Migration = {
  name: '0005-ledgers-and-pruning',
  up: async (db) => {
    await db.schema.alterTable('runs').addColumn('llm', 'text').execute();
    await db.schema.alterTable('runs').addColumn('pruned_at', 'text').execute();
    // For the checks of foreign keys: without them each deleted row would be looked for in the whole table.
    await sql`create index run_servers_by_snapshot on run_servers (snapshot_id)`.execute(db);
    await sql`create index run_servers_by_assessment on run_servers (assessment_id)`.execute(db);
    await sql`create index current_lists_by_snapshot on current_lists (snapshot_id)`.execute(db);
  },
};
