import type { Kysely } from 'kysely';
import { DependencyError } from '../../model/fault.ts';
import { recoveriesOf } from '../feed/failure-events.ts';
import { saveEvents } from '../feed/save-events.ts';
import { runShape } from '../insert-rows.ts';
import { entryHash, saveEntry } from '../save-entry.ts';
import type { CatalogTables } from '../schema.ts';
import type { UnchangedServer } from './schedule.ts';

/** Saves servers that gave the answer that the catalogue holds: one row of the run each, and when they were listed. */
export async function saveUnchanged(
  db: Kysely<CatalogTables>,
  run: string,
  servers: readonly UnchangedServer[],
): Promise<void> {
  const keys = servers.map(({ due }) => due.server);
  const listOf = await readLists(db, keys);
  const entryHashes = await saveEntries(db, servers);
  const rows = servers.map(({ due, provenance }, index) => {
    const list = listOf.get(due.server);
    if (list === undefined) throw new DependencyError(`the catalogue lost the list of ${due.server} while it was used`);
    return {
      ...list,
      run_id: run,
      target: JSON.stringify(due.target),
      entry_hash: entryHashes[index] ?? '',
      status: 'listed' as const,
      change: 'unchanged' as const,
      provenance: JSON.stringify(provenance),
      at: provenance.at,
    };
  });
  await runShape(db, `unchanged ${rows.length}`, rows, () =>
    db
      .insertInto('run_servers')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['run_id', 'server_id']).doNothing()),
  );
  const recoveries = await recoveriesOf(db, keys);
  for (const row of rows) await saveEvents(db, row, recoveries.get(row.server_id) ?? []);
  const at = rows.at(-1)?.at ?? '';
  const set = { done_run: run, tried_at: at, listed_at: at, failure_code: null, failures: 0 };
  await runShape(db, `unchanged outcomes ${keys.length}`, [set, keys], () =>
    db.updateTable('schedule').set(set).where('server_id', 'in', keys),
  );
}

async function readLists(db: Kysely<CatalogTables>, keys: readonly string[]) {
  const lists = await runShape(db, `current lists of ${keys.length}`, [keys], () =>
    db.selectFrom('current_lists').select(['server_id', 'snapshot_id', 'assessment_id']).where('server_id', 'in', keys),
  );
  return new Map(lists.map((list) => [list.server_id, list]));
}

/** The hashes of the servers' entries, each of which is saved where the catalogue does not hold it: hardly ever. */
async function saveEntries(db: Kysely<CatalogTables>, servers: readonly UnchangedServer[]): Promise<string[]> {
  const hashes = servers.map(({ due }) => entryHash(due.entry));
  const known = await runShape(db, `entries of ${hashes.length}`, [hashes], () =>
    db.selectFrom('entries').select('entry_hash').where('entry_hash', 'in', hashes),
  );
  const isKnown = new Set(known.map(({ entry_hash }) => entry_hash));
  for (const [index, { due, provenance }] of servers.entries())
    if (!isKnown.has(hashes[index] ?? '')) await saveEntry(db, due.entry, provenance.at);
  return hashes;
}
