import type { Kysely } from 'kysely';
import { ReviewEvent } from '../../model/review-event.ts';
import { columnText, keyText } from '../column-text.ts';
import { inChunks } from '../in-chunks.ts';
import { runShape } from '../insert-rows.ts';
import type { CatalogTables } from '../schema.ts';

const PAGE = 500;

/** Adds events to the journal in one transaction. Gives how many were not there yet. */
export async function appendEvents(db: Kysely<CatalogTables>, events: readonly ReviewEvent[]): Promise<number> {
  return await db.transaction().execute(async (transaction) => {
    let added = 0;
    for (const chunk of inChunks(events.map(rowOf))) {
      const rows = await transaction
        .insertInto('review_events')
        .values(chunk)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('seq')
        .execute();
      added += rows.length;
    }
    return added;
  });
}

/** Reads the events on a server or on its tool set, in the order of the journal. */
export async function readEventsFor(
  db: Kysely<CatalogTables>,
  server: string,
  toolSetHash: string,
): Promise<ReviewEvent[]> {
  const key = keyText(server);
  const rows = await runShape(db, 'events on a server', [{ key, toolSetHash }], () =>
    db
      .selectFrom('review_events')
      .select('event')
      .where((where) => where.or([where('server_id', '=', key), where('tool_set_hash', '=', toolSetHash)]))
      .orderBy('seq'),
  );
  return rows.map(eventOf);
}

/** Reads the events on a definition, in the order of the journal. */
export async function readEventsOn(db: Kysely<CatalogTables>, definitionHash: string): Promise<ReviewEvent[]> {
  const rows = await db
    .selectFrom('review_events')
    .select('event')
    .where('definition_hash', '=', definitionHash)
    .orderBy('seq')
    .execute();
  return rows.map(eventOf);
}

/** Reads the whole journal, page by page. */
export async function* readJournal(db: Kysely<CatalogTables>): AsyncIterable<ReviewEvent> {
  for (let last = 0; ; ) {
    const rows = await db
      .selectFrom('review_events')
      .select(['seq', 'event'])
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    yield* rows.map(eventOf);
    const next = rows.at(-1)?.seq;
    if (next === undefined || rows.length < PAGE) return;
    last = next;
  }
}

function rowOf(event: ReviewEvent) {
  return {
    id: event.id,
    action: event.action,
    server_id: keyText(event.server),
    definition_hash: event.definitionHash,
    tool_set_hash: event.toolSetHash,
    decided_by: columnText(event.by),
    at: event.at,
    event: JSON.stringify(event),
  };
}

function eventOf({ event }: { event: string }): ReviewEvent {
  return ReviewEvent.parse(JSON.parse(event));
}
