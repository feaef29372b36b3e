import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Critical tools in review, and servers that failed, without a look at every doubt and every server. */
export const quickDoubtsAndFailures: Migration = {
  name: '0009-quick-doubts-and-failures',
  up: async (db) => {
    await sql`create index classifications_critical_in_review on classifications (assessment_id, position)
      where needs_review = 1 and category in ('Destructive', 'Financial')`.execute(db);
    await sql`create index run_servers_failed on run_servers (server_id, seq) where status = 'failed'`.execute(db);
  },
};
