import type { Kysely } from 'kysely';
import type { ServerEntry } from '../model/server-entry.ts';
import { columnText, keyText } from './column-text.ts';
import { inChunks } from './in-chunks.ts';
import { runShape } from './insert-rows.ts';
import type { CatalogTables } from './schema.ts';
import { sha256 } from './sha256.ts';

/** A saved entry: its hash, and whether the catalogue knew nothing of the server, so that nothing need be looked for. */
export type SavedEntry = { hash: string; isNewServer: boolean };

/** By what an entry is known: the hash of its text. */
export function entryHash(entry: ServerEntry): string {
  return sha256(JSON.stringify(entry));
}

/** Saves a server and how it was described, where the catalogue does not hold that yet. */
export async function saveEntry(db: Kysely<CatalogTables>, entry: ServerEntry, at: string): Promise<SavedEntry> {
  const text = JSON.stringify(entry);
  const hash = sha256(text);
  const known = await runShape(db, 'entry of a hash', [{ hash }], () =>
    db.selectFrom('entries').select('server_id').where('entry_hash', '=', hash),
  );
  if (known.length > 0) return { hash, isNewServer: false };
  const serverId = keyText(entry.id);
  const title = entry.title === undefined ? null : columnText(entry.title);
  const server = { id: serverId, title, first_seen: at };
  const added = await runShape(db, 'new server', [server], () =>
    db
      .insertInto('servers')
      .values(server)
      .onConflict((conflict) => conflict.doNothing())
      .returning('id'),
  );
  const isNewServer = added.length > 0;
  if (!isNewServer) await db.updateTable('servers').set({ title }).where('id', '=', serverId).execute();
  const row = { entry_hash: hash, server_id: serverId, entry: text };
  await runShape(db, 'new entry', [row], () =>
    db
      .insertInto('entries')
      .values(row)
      .onConflict((conflict) => conflict.doNothing()),
  );
  const origins = entry.origins.map(({ source, name, place }) => ({
    origin_hash: sha256(JSON.stringify([serverId, source, name, place ?? null])),
    server_id: serverId,
    source: columnText(source),
    name: columnText(name),
    place: columnText(place ?? ''),
    first_seen: at,
  }));
  for (const chunk of inChunks(origins))
    await runShape(db, `${chunk.length} new origins`, chunk, () =>
      db
        .insertInto('origins')
        .values(chunk)
        .onConflict((conflict) => conflict.doNothing()),
    );
  return { hash, isNewServer };
}
