import type { Transaction } from 'kysely';
import { keyText } from './column-text.ts';
import { inChunks } from './in-chunks.ts';
import type { CatalogTables } from './schema.ts';
import type { ToolParts } from './tool-row.ts';

/** The stored text of each definition, and how many were new. */
export type SavedDefinitions = { stored: Map<string, string>; added: number };

/** Saves the definitions that the catalogue does not hold yet. */
export async function saveDefinitions(
  db: Transaction<CatalogTables>,
  parts: readonly ToolParts[],
  at: string,
): Promise<SavedDefinitions> {
  const stored = new Map<string, string>();
  for (const { hash, definition } of parts) if (!stored.has(hash)) stored.set(hash, definition);
  const names = new Map(parts.map(({ hash, tool }) => [hash, tool.name]));
  // In the order of hashes, so that two writers on PostgreSQL wait for each other and never in a circle.
  const rows = [...stored]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, definition]) => ({
      definition_hash: hash,
      name: keyText(names.get(hash) ?? ''),
      definition,
      first_seen: at,
    }));
  let added = 0;
  for (const chunk of inChunks(rows)) {
    const inserted = await db
      .insertInto('definitions')
      .values(chunk)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    const count = Number(inserted.numInsertedOrUpdatedRows ?? 0n);
    added += count;
    if (count < chunk.length) await readStored(db, chunk, stored);
  }
  return { stored, added };
}

async function readStored(
  db: Transaction<CatalogTables>,
  rows: readonly { definition_hash: string }[],
  stored: Map<string, string>,
): Promise<void> {
  const found = await db
    .selectFrom('definitions')
    .select(['definition_hash', 'definition'])
    .where(
      'definition_hash',
      'in',
      rows.map((row) => row.definition_hash),
    )
    .execute();
  for (const { definition_hash, definition } of found) stored.set(definition_hash, definition);
}
