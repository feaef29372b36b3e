import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** The category beside what is in review or mismatched: critical doubts are found without a look at each doubt. */
export const reviewIndexes: Migration = {
  name: '0008-review-indexes',
  up: async (db) => {
    const key = sql`(assessment_id, position, category)`;
    await sql`drop index classifications_in_review`.execute(db);
    await sql`create index classifications_in_review on classifications ${key} where needs_review = 1`.execute(db);
    await sql`drop index classifications_mismatched`.execute(db);
    await sql`create index classifications_mismatched on classifications ${key} where annotation_mismatch = 1`.execute(
      db,
    );
  },
};
