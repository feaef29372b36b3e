import type { Kysely } from 'kysely';
import type { ListedResult } from '../model/run.ts';
import { columnText } from './column-text.ts';
import { insertRow, insertRows, runShape } from './insert-rows.ts';
import { saveDefinitions } from './save-definitions.ts';
import type { CatalogTables } from './schema.ts';
import { contentHash, contextOf } from './snapshot-row.ts';
import { partsOfAll, restOf, type ToolParts } from './tool-row.ts';

/** What saving a snapshot did. */
export type SavedSnapshot = {
  snapshotId: number;
  /** Whether the catalogue did not hold this content yet. */
  isNew: boolean;
  /** For each stored tool its index in the given snapshot: a list may come back in another order. */
  order: number[];
  definitionsAdded: number;
};

/** Saves a snapshot with its tools and definitions, or finds the one with the same content; a new server has none. */
export async function saveSnapshot(
  db: Kysely<CatalogTables>,
  runId: string,
  { serverId, isNew }: { serverId: string; isNew: boolean },
  { snapshot, classifications }: ListedResult,
): Promise<SavedSnapshot> {
  const parts = partsOfAll(snapshot, classifications);
  const hash = contentHash(
    snapshot,
    parts.map(({ whole }) => whole),
  );
  const known = isNew ? undefined : await findSnapshot(db, serverId, hash);
  if (known !== undefined)
    return { snapshotId: known.id, isNew: false, order: await storedOrder(db, known.id, parts), definitionsAdded: 0 };
  const id = await insertRow(db, 'snapshots', {
    server_id: serverId,
    content_hash: hash,
    tool_set_hash: snapshot.toolSetHash,
    package: snapshot.provenance.package === undefined ? null : columnText(snapshot.provenance.package),
    tools: snapshot.tools.length,
    context: JSON.stringify(contextOf(snapshot)),
    run_id: runId,
    first_seen: snapshot.provenance.at,
  });
  const definitionsAdded = await saveTools(db, id, parts, snapshot.provenance.at);
  return { snapshotId: id, isNew: true, order: snapshot.tools.map((_tool, index) => index), definitionsAdded };
}

async function findSnapshot(
  db: Kysely<CatalogTables>,
  serverId: string,
  hash: string,
): Promise<{ id: number } | undefined> {
  const [known] = await runShape(db, 'snapshot of a content', [{ serverId, hash }], () =>
    db.selectFrom('snapshots').select('id').where('server_id', '=', serverId).where('content_hash', '=', hash),
  );
  return known;
}

async function saveTools(
  db: Kysely<CatalogTables>,
  snapshotId: number,
  parts: readonly ToolParts[],
  at: string,
): Promise<number> {
  const { stored, added } = await saveDefinitions(db, parts, at);
  const rows = parts.flatMap((part, position) => {
    const definition = stored.get(part.hash);
    if (definition === undefined) return [];
    const rest = restOf(part, definition.definition);
    return { snapshot_id: snapshotId, position, definition_id: definition.id, whole_hash: part.whole, rest };
  });
  await insertRows(db, 'snapshot_tools', rows);
  return added;
}

async function storedOrder(
  db: Kysely<CatalogTables>,
  snapshotId: number,
  parts: readonly ToolParts[],
): Promise<number[]> {
  const waiting = new Map<string, number[]>();
  for (const [index, { whole }] of parts.entries()) {
    const indexes = waiting.get(whole);
    if (indexes === undefined) waiting.set(whole, [index]);
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
