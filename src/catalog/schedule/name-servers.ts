import type { Kysely } from 'kysely';
import { keyText } from '../column-text.ts';
import { inChunks } from '../in-chunks.ts';
import type { CatalogTables, ScheduleRow } from '../schema.ts';
import { sha256 } from '../sha256.ts';
import type { NamedServer } from './schedule.ts';

/** A server's row as its sources name it. */
type NamedRow = Pick<ScheduleRow, 'server_id' | 'record' | 'record_hash' | 'lane' | 'host' | 'spread'> &
  Pick<ScheduleRow, 'is_withdrawn' | 'is_moving' | 'named_run'>;

/** Servers of one statement. */
const CHUNK = 400;

/** Notes what the sources of a run name: new and changed rows are written, of the others only that they were named. */
export async function nameServers(
  db: Kysely<CatalogTables>,
  run: string,
  servers: readonly NamedServer[],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const chunk of inChunks(servers, CHUNK)) await nameChunk(transaction, run, chunk);
  });
}

async function nameChunk(db: Kysely<CatalogTables>, run: string, servers: readonly NamedServer[]): Promise<void> {
  const rows = new Map(servers.map((server) => [keyText(server.entry.id), rowOf(run, server)]));
  const known = await db
    .selectFrom('schedule')
    .select(['server_id', 'record'])
    .where('server_id', 'in', [...rows.keys()])
    .execute();
  const same = known.filter(({ server_id, record }) => rows.get(server_id)?.record === record);
  const sameIds = same.map(({ server_id }) => server_id);
  if (sameIds.length > 0)
    await db.updateTable('schedule').set({ named_run: run }).where('server_id', 'in', sameIds).execute();
  for (const id of sameIds) rows.delete(id);
  if (rows.size === 0) return;
  await db
    .insertInto('schedule')
    .values([...rows.values()].map((row) => ({ ...row, failures: 0 })))
    .onConflict((conflict) =>
      conflict.column('server_id').doUpdateSet((eb) => ({
        record: eb.ref('excluded.record'),
        record_hash: eb.ref('excluded.record_hash'),
        lane: eb.ref('excluded.lane'),
        host: eb.ref('excluded.host'),
        is_withdrawn: eb.ref('excluded.is_withdrawn'),
        is_moving: eb.ref('excluded.is_moving'),
        named_run: eb.ref('excluded.named_run'),
      })),
    )
    .execute();
}

function rowOf(run: string, { target, entry, lane, host, isWithdrawn, isMoving }: NamedServer): NamedRow {
  return {
    server_id: keyText(entry.id),
    record: JSON.stringify([target, entry, Number(isWithdrawn)]),
    record_hash: recordHash(entry),
    lane,
    host,
    spread: Number.parseInt(sha256(entry.id).slice(0, 7), 16),
    is_withdrawn: Number(isWithdrawn),
    is_moving: Number(isMoving),
    named_run: run,
  };
}

/** Hash of what of an entry decides how it is looked at and what answers: not where it was found, nor its title. */
export function recordHash({ version, packages, remotes, command }: NamedServer['entry']): string {
  return sha256(JSON.stringify([version ?? null, packages, remotes, command ?? null]));
}
