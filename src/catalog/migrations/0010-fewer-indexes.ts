import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/**
 * Indexes that no query needs: tools are asked for by name only on one server, and current lists hold the hash of their
 * tool set. Names and hashes come in no order, so that keeping these two was a sixth of what a new server writes.
 */
export const fewerIndexes: Migration = {
  name: '0010-fewer-indexes',
  up: async (db) => {
    await sql`drop index definitions_by_name`.execute(db);
    await sql`drop index snapshots_by_tool_set`.execute(db);
  },
};
