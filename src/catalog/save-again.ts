import type { Kysely } from 'kysely';
import type { ServerEntry } from '../model/server-entry.ts';
import type { Provenance } from '../model/snapshot.ts';
import { keyText } from './column-text.ts';
import type { DatabaseKind } from './database/database.ts';
import { recoveryOf } from './feed/failure-events.ts';
import { saveEvents } from './feed/save-events.ts';
import { saveEntry } from './save-entry.ts';
import { forgetEarlier } from './save-result.ts';
import type { CatalogTables } from './schema.ts';
import { sha256 } from './sha256.ts';

/** A server that gave its last list once more and got the same verdicts. */
export type ListedAgain = {
  target: string;
  entry: ServerEntry;
  provenance: Provenance;
  /** `listHash` of list and verdicts. */
  list: string;
};

/** Hash of a list with its verdicts, from the hashes of their contents: the same in every catalogue that holds them. */
export function listHash(snapshotContent: string, assessmentContent: string): string {
  return sha256(`${snapshotContent} ${assessmentContent}`);
}

/** Saves such a server, run in a transaction. Gives false, and saves nothing, where its last list is another. */
export async function saveAgain(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  runId: string,
  { target, entry, provenance, list }: ListedAgain,
): Promise<boolean> {
  const serverId = keyText(entry.id);
  if (kind === 'postgres') await db.selectFrom('servers').select('id').where('id', '=', serverId).forUpdate().execute();
  const last = await db
    .selectFrom('current_lists as l')
    .innerJoin('snapshots as s', 's.id', 'l.snapshot_id')
    .innerJoin('assessments as a', 'a.id', 'l.assessment_id')
    .select(['l.snapshot_id', 'l.assessment_id', 's.content_hash as snapshot', 'a.content_hash as assessment'])
    .where('l.server_id', '=', serverId)
    .executeTakeFirst();
  if (last === undefined || listHash(last.snapshot, last.assessment) !== list) return false;
  const { hash: entryHash } = await saveEntry(db, entry, provenance.at);
  await forgetEarlier(db, runId, serverId);
  await db
    .insertInto('run_servers')
    .values({
      run_id: runId,
      server_id: serverId,
      target: JSON.stringify(target),
      entry_hash: entryHash,
      status: 'listed',
      change: 'unchanged',
      snapshot_id: last.snapshot_id,
      assessment_id: last.assessment_id,
      provenance: JSON.stringify(provenance),
      at: provenance.at,
    })
    .execute();
  const event = { run_id: runId, server_id: serverId, at: provenance.at };
  await saveEvents(db, event, await recoveryOf(db, serverId));
  return true;
}
