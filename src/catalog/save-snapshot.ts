import type { Transaction } from 'kysely';
import type { ServerSnapshot } from '../model/snapshot.ts';
import { wholeHash } from '../model/tool.ts';
import { columnText } from './column-text.ts';
import { inChunks } from './in-chunks.ts';
import { saveDefinitions } from './save-definitions.ts';
import type { CatalogTables } from './schema.ts';
import { contentHash, contextOf } from './snapshot-row.ts';
import { partsOf, restOf } from './tool-row.ts';

/** What saving a snapshot did. */
export type SavedSnapshot = {
  snapshotId: number;
  /** For each stored tool its index in the given snapshot: a list may come back in another order. */
  order: number[];
  definitionsAdded: number;
};

/** Saves a snapshot with its tools and definitions, or finds the one with the same content. */
export async function saveSnapshot(
  db: Transaction<CatalogTables>,
  runId: string,
  serverId: string,
  snapshot: ServerSnapshot,
): Promise<SavedSnapshot> {
  const wholeHashes = snapshot.tools.map(wholeHash);
  const hash = contentHash(snapshot, wholeHashes);
  const known = await db
    .selectFrom('snapshots')
    .select('id')
    .where('server_id', '=', serverId)
    .where('content_hash', '=', hash)
    .executeTakeFirst();
  if (known !== undefined)
    return { snapshotId: known.id, order: await storedOrder(db, known.id, wholeHashes), definitionsAdded: 0 };
  const { id } = await db
    .insertInto('snapshots')
    .values({
      server_id: serverId,
      content_hash: hash,
      tool_set_hash: snapshot.toolSetHash,
      package: snapshot.provenance.package === undefined ? null : columnText(snapshot.provenance.package),
      tools: snapshot.tools.length,
      context: JSON.stringify(contextOf(snapshot)),
      run_id: runId,
      first_seen: snapshot.provenance.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const definitionsAdded = await saveTools(db, id, snapshot, wholeHashes);
  return { snapshotId: id, order: snapshot.tools.map((_tool, index) => index), definitionsAdded };
}

async function saveTools(
  db: Transaction<CatalogTables>,
  snapshotId: number,
  { tools, provenance }: ServerSnapshot,
  wholeHashes: readonly string[],
): Promise<number> {
  const parts = tools.map(partsOf);
  const { stored, added } = await saveDefinitions(db, parts, provenance.at);
  const rows = parts.flatMap((part, position) => {
    const definition = stored.get(part.hash);
    if (definition === undefined) return [];
    const whole_hash = wholeHashes[position] ?? '';
    const rest = restOf(part, definition.definition);
    return { snapshot_id: snapshotId, position, definition_id: definition.id, whole_hash, rest };
  });
  for (const chunk of inChunks(rows)) await db.insertInto('snapshot_tools').values(chunk).execute();
  return added;
}

async function storedOrder(
  db: Transaction<CatalogTables>,
  snapshotId: number,
  wholeHashes: readonly string[],
): Promise<number[]> {
  const waiting = new Map<string, number[]>();
  for (const [index, hash] of wholeHashes.entries()) {
    const indexes = waiting.get(hash);
    if (indexes === undefined) waiting.set(hash, [index]);
    else indexes.push(index);
  }
  const rows = await db
    .selectFrom('snapshot_tools')
    .select('whole_hash')
    .where('snapshot_id', '=', snapshotId)
    .orderBy('position')
    .execute();
  return rows.flatMap(({ whole_hash }) => waiting.get(whole_hash)?.shift() ?? []);
}
