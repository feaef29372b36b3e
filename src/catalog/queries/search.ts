import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import { wordsOf } from '../search-words.ts';

/** A query for the ids of definitions that hold words beginning with every word of a text. */
export function definitionsWith(kind: DatabaseKind, text: string): RawBuilder<unknown> {
  const words = wordsOf(text);
  if (words.length === 0) return sql`select id from definitions where 1 = 0`;
  if (kind === 'sqlite')
    return sql`select rowid as id from definition_words
      where definition_words match ${words.map((word) => `"${word}"*`).join(' ')}`;
  return sql`select id from definitions
    where to_tsvector('simple', words) @@ to_tsquery('simple', ${words.map((word) => `'${word}':*`).join(' & ')})`;
}

/** The same ids in order, so many at once. */
export async function* matchingDefinitions(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  text: string,
  size: number,
): AsyncGenerator<number[], void, void> {
  if (wordsOf(text).length === 0) return;
  const id = sql.ref(kind === 'sqlite' ? 'rowid' : 'id');
  for (let last = 0; ; ) {
    const found = await sql<{ id: number }>`${definitionsWith(kind, text)} and ${id} > ${last}
      order by ${id} limit ${size}`.execute(db);
    const ids = found.rows.map((row) => row.id);
    if (ids.length > 0) yield ids;
    if (ids.length < size) return;
    last = ids.at(-1) ?? last;
  }
}

/**
 * Brings the full-text index of SQLite up to date: all at once at the end of a run, since adding words in each of many
 * small transactions takes longer than writing the rows. PostgreSQL keeps its index by itself.
 */
export async function indexNewDefinitions(db: Kysely<CatalogTables>, kind: DatabaseKind): Promise<void> {
  if (kind !== 'sqlite') return;
  const indexed = sql`select coalesce(max(id), 0) from definition_words_docsize`;
  const behind = await sql`select id from definitions where id > (${indexed}) limit 1`.execute(db);
  if (behind.rows.length === 0) return;
  await db.transaction().execute(async (transaction) => {
    await sql`insert into definition_words (rowid, words)
      select id, words from definitions where id > (${indexed}) order by id`.execute(transaction);
  });
}
