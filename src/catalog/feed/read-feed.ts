import type { Kysely } from 'kysely';
import { InputError } from '../../model/fault.ts';
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

/** The events after a number, in order, streamed, up to those that are committed now. Throws `InputError` for a gap. */
export async function* readFeed(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  { after, limit = Number.POSITIVE_INFINITY }: { after: number; limit?: number },
): AsyncGenerator<FeedItem, void, void> {
  await publishEvents(db, kind);
  await refusePruned(db, after);
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

/** A consumer that goes on from a number must not miss what was pruned; one that begins at 0 gets what is left. */
async function refusePruned(db: Kysely<CatalogTables>, after: number): Promise<void> {
  if (after === 0) return;
  const first = await db
    .selectFrom('events')
    .select('seq')
    .where('seq', 'is not', null)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  if (typeof first?.seq === 'number' && first.seq > after + 1)
    throw new InputError(
      `the events up to ${first.seq - 1} were pruned: read the catalogue anew, and go on after ${first.seq - 1}`,
    );
}
