import type { Kysely } from 'kysely';
import type { Classification } from '../model/classification.ts';
import type { ServerEntry } from '../model/server-entry.ts';
import type { Provenance, ServerSnapshot } from '../model/snapshot.ts';
import type { CatalogTables } from './schema.ts';
import type { SnapshotContext } from './snapshot-row.ts';
import { rebuildTool } from './tool-row.ts';
import { readVerdict } from './verdict-text.ts';

/** Which list of which entry to read. */
export type ListedRow = {
  snapshot_id: number;
  assessment_id: number;
  /** JSON text of the `ServerEntry`. */
  entry: string;
  /** JSON text of the `Provenance`. */
  provenance: string;
};

/** A list with its verdicts. */
export type ListedServer = { snapshot: ServerSnapshot; classifications: Classification[] };

/** Reads a listed server back as it was saved. */
export async function readListed(db: Kysely<CatalogTables>, row: ListedRow): Promise<ListedServer> {
  const snapshot = await db
    .selectFrom('snapshots')
    .select(['tool_set_hash', 'context'])
    .where('id', '=', row.snapshot_id)
    .executeTakeFirstOrThrow();
  const tools = await db
    .selectFrom('snapshot_tools')
    .innerJoin('definitions', 'definitions.id', 'snapshot_tools.definition_id')
    .select(['definitions.definition', 'snapshot_tools.rest'])
    .where('snapshot_tools.snapshot_id', '=', row.snapshot_id)
    .orderBy('snapshot_tools.position')
    .execute();
  const verdicts = await db
    .selectFrom('classifications')
    .select(['verdict', 'definition_hash', 'context_hash'])
    .where('assessment_id', '=', row.assessment_id)
    .orderBy('position')
    .execute();
  const entry: ServerEntry = JSON.parse(row.entry);
  const context: SnapshotContext = JSON.parse(snapshot.context);
  const provenance: Provenance = JSON.parse(row.provenance);
  return {
    snapshot: {
      entry,
      ...context,
      tools: tools.map(({ definition, rest }) => rebuildTool(definition, rest)),
      provenance,
      toolSetHash: snapshot.tool_set_hash,
    },
    classifications: verdicts.map(readVerdict),
  };
}
