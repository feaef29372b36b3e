import type { Kysely } from 'kysely';
import type { Tool } from '../../model/tool.ts';
import { keyText } from '../column-text.ts';
import type { CatalogTables } from '../schema.ts';
import type { SnapshotContext } from '../snapshot-row.ts';
import type { KnownTool } from './review-store.ts';

/** Reads a definition by its hash. */
export async function readDefinition(db: Kysely<CatalogTables>, definitionHash: string): Promise<Tool | undefined> {
  const row = await db
    .selectFrom('definitions')
    .select('definition')
    .where('definition_hash', '=', definitionHash)
    .executeTakeFirst();
  return row === undefined ? undefined : parseTool(row);
}

/** Reads a tool as a server had it in the last list that holds it, with the names of all tools of that list. */
export async function readKnownTool(
  db: Kysely<CatalogTables>,
  server: string,
  definitionHash: string,
): Promise<KnownTool | undefined> {
  const found = await db
    .selectFrom('snapshots')
    .innerJoin('snapshot_tools', 'snapshot_tools.snapshot_id', 'snapshots.id')
    .innerJoin('definitions', 'definitions.id', 'snapshot_tools.definition_id')
    .select(['snapshots.id', 'snapshots.context', 'definitions.definition'])
    .where('snapshots.server_id', '=', keyText(server))
    .where('definitions.definition_hash', '=', definitionHash)
    .orderBy('snapshots.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const beside = await db
    .selectFrom('snapshot_tools')
    .innerJoin('definitions', 'definitions.id', 'snapshot_tools.definition_id')
    .select('definitions.definition')
    .where('snapshot_tools.snapshot_id', '=', found.id)
    .orderBy('snapshot_tools.position')
    .execute();
  const { instructions }: SnapshotContext = JSON.parse(found.context);
  return {
    tool: parseTool(found),
    siblings: beside.map((row) => parseTool(row).name),
    ...(instructions === undefined ? {} : { instructions }),
  };
}

function parseTool({ definition }: { definition: string }): Tool {
  const tool: Tool = JSON.parse(definition);
  return tool;
}
