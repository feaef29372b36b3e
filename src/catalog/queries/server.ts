import { type Kysely, sql } from 'kysely';
import type { ServerEntry } from '../../model/server-entry.ts';
import { keyText } from '../column-text.ts';
import type { CatalogTables } from '../schema.ts';

/** What the catalogue knows of one server beside its tools. */
export type ServerDetail = {
  server: string;
  firstSeen: string;
  /** As it was described last. */
  entry: ServerEntry;
  /** Every place that ever named it. */
  origins: { source: string; name: string; place: string; firstSeen: string }[];
  /** What became of it in each run, newest first, at most `HISTORY`. */
  history: { run: string; at: string; status: string; change: string; package: string | null; code: string | null }[];
};

const HISTORY = 50;

/** Reads one server; undefined when it was never seen. */
export async function queryServer(db: Kysely<CatalogTables>, serverId: string): Promise<ServerDetail | undefined> {
  const id = keyText(serverId);
  const server = await db.selectFrom('servers').selectAll().where('id', '=', id).executeTakeFirst();
  if (server === undefined) return undefined;
  const history = await sql<ServerDetail['history'][number] & { entry_hash: string }>`select r.run_id as run, r.at,
      r.status, r.change, n.package, f.code, r.entry_hash
    from run_servers r left join snapshots n on n.id = r.snapshot_id
    left join failures f on f.run_id = r.run_id and f.server_id = r.server_id
    where r.server_id = ${id} order by r.seq desc limit ${HISTORY}`.execute(db);
  const origins = await db
    .selectFrom('origins')
    .select(['source', 'name', 'place', 'first_seen as firstSeen'])
    .where('server_id', '=', id)
    .orderBy('first_seen')
    .orderBy('origin_hash')
    .execute();
  const row = await db
    .selectFrom('entries')
    .select('entry')
    .where('entry_hash', '=', history.rows[0]?.entry_hash ?? '')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const entry: ServerEntry = JSON.parse(row.entry);
  const rows = history.rows.map(({ entry_hash: _hash, ...each }) => each);
  return { server: id, firstSeen: server.first_seen, entry, origins, history: rows };
}
