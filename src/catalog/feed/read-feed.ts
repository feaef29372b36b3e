import type { Kysely } from 'kysely';
import type { Change } from '../compare/change.ts';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import { publishEvents } from './publish-events.ts';

/** One event of the feed. */
export type FeedItem = {
  /** From 1, without gaps, in the order of commits. */
  seq: number;
  /** When the server was looked at, ISO 8601. */
  at: string;
  run: string;
  change: Change;
};

const PAGE = 500;

/** The events after a number, in order, streamed, up to those that are committed now. */
export async function* readFeed(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  { after, limit = Number.POSITIVE_INFINITY }: { after: number; limit?: number },
): AsyncGenerator<FeedItem, void, void> {
  await publishEvents(db, kind);
  let left = limit;
  for (let last = after; left > 0; ) {
    const rows = await db
      .selectFrom('events')
      .select(['seq', 'at', 'run_id', 'event'])
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(Math.min(PAGE, left))
      .execute();
    for (const { seq, at, run_id, event } of rows) {
      last = seq ?? last;
      yield { seq: last, at, run: run_id, change: JSON.parse(event) };
    }
    left -= rows.length;
    if (rows.length < PAGE) return;
  }
}
