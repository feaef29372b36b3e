import type { Kysely } from 'kysely';
import { keyText } from './column-text.ts';
import { inChunks } from './in-chunks.ts';
import { runShape } from './insert-rows.ts';
import type { CatalogTables } from './schema.ts';
import { searchWords } from './search-words.ts';
import type { ToolParts } from './tool-row.ts';

/** A definition as it is stored: the text can differ from that of a tool with the same hash. */
type StoredDefinition = { id: number; definition: string };

/** The stored definition for each hash, and how many were new. */
export type SavedDefinitions = { stored: Map<string, StoredDefinition>; added: number };

/** Saves the definitions that the catalogue does not hold yet. */
export async function saveDefinitions(
  db: Kysely<CatalogTables>,
  parts: readonly ToolParts[],
  at: string,
): Promise<SavedDefinitions> {
  const byHash = new Map<string, ToolParts>();
  for (const part of parts) if (!byHash.has(part.hash)) byHash.set(part.hash, part);
  // In the order of hashes, so that two writers on PostgreSQL wait for each other and never in a circle.
  const distinct = [...byHash.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const stored = new Map<string, StoredDefinition>();
  let added = 0;
  for (const chunk of inChunks(distinct)) {
    const rows = chunk.map(({ hash, tool, definition }) => ({
      definition_hash: hash,
      name: keyText(tool.name),
      definition,
      words: searchWords(tool),
      first_seen: at,
    }));
    const inserted = await runShape(db, `definitions ${rows.length}`, rows, () =>
      db
        .insertInto('definitions')
        .values(rows)
        .onConflict((conflict) => conflict.column('definition_hash').doNothing())
        .returning(['id', 'definition_hash']),
    );
    added += inserted.length;
    for (const { id, definition_hash } of inserted)
      stored.set(definition_hash, { id, definition: byHash.get(definition_hash)?.definition ?? '' });
    if (inserted.length === chunk.length) continue;
    for (const { id, definition_hash, definition } of await readStored(db, chunk))
      stored.set(definition_hash, { id, definition });
  }
  return { stored, added };
}

async function readStored(db: Kysely<CatalogTables>, parts: readonly ToolParts[]) {
  const hashes = parts.map(({ hash }) => hash);
  return await db
    .selectFrom('definitions')
    .select(['id', 'definition_hash', 'definition'])
    .where('definition_hash', 'in', hashes)
    .execute();
}
