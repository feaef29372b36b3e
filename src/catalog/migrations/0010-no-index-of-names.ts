import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** No query asks for tools by their name alone, and keeping its index was a quarter of what a new server writes. */
export const noIndexOfNames: Migration = {
  name: '0010-no-index-of-names',
  up: async (db) => {
    await sql`drop index definitions_by_name`.execute(db);
  },
};
