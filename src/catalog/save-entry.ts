import type { Kysely } from 'kysely';
import type { ServerEntry } from '../model/server-entry.ts';
import { columnText, keyText } from './column-text.ts';
import type { CatalogTables } from './schema.ts';
import { sha256 } from './sha256.ts';

/** Saves a server and how it was described, where the catalogue does not hold that yet. Gives the entry's hash. */
export async function saveEntry(db: Kysely<CatalogTables>, entry: ServerEntry, at: string): Promise<string> {
  const text = JSON.stringify(entry);
  const hash = sha256(text);
  const known = await db.selectFrom('entries').select('server_id').where('entry_hash', '=', hash).executeTakeFirst();
  if (known !== undefined) return hash;
  const serverId = keyText(entry.id);
  const title = entry.title === undefined ? null : columnText(entry.title);
  await db
    .insertInto('servers')
    .values({ id: serverId, title, first_seen: at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ title }))
    .execute();
  await db
    .insertInto('entries')
    .values({ entry_hash: hash, server_id: serverId, entry: text })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const origins = entry.origins.map(({ source, name, place }) => ({
    origin_hash: sha256(JSON.stringify([serverId, source, name, place ?? null])),
    server_id: serverId,
    source: columnText(source),
    name: columnText(name),
    place: columnText(place ?? ''),
    first_seen: at,
  }));
  if (origins.length > 0)
    await db
      .insertInto('origins')
      .values(origins)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return hash;
}
