import type { Kysely } from 'kysely';
import type { Change } from '../compare/change.ts';
import { insertRows } from '../insert-rows.ts';
import type { CatalogTables } from '../schema.ts';

/** Writes what changed on a server, in the transaction that saves it; its numbers in the feed come later. */
export async function saveEvents(
  db: Kysely<CatalogTables>,
  { run_id, server_id, at }: { run_id: string; server_id: string; at: string },
  changes: readonly Change[],
): Promise<void> {
  const rows = changes.map((change) => ({
    seq: null,
    run_id,
    server_id,
    at,
    kind: change.kind,
    event: JSON.stringify(change),
  }));
  await insertRows(db, 'events', rows);
}
