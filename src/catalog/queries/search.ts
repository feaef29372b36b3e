import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import { wordsOf } from '../search-words.ts';

/** Definitions that hold a word as it is, from which on it counts as common. */
const COMMON = 5000;

/** A query for the ids of definitions that hold words beginning with every word of a text. */
export async function definitionsWith(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  text: string,
): Promise<RawBuilder<unknown>> {
  const words = wordsOf(text);
  if (words.length === 0) return sql`select id from definitions where 1 = 0`;
  if (kind === 'sqlite') {
    const anchor = await rareWord(db, words);
    const others = words.filter((word) => word !== anchor).map((word) => sql`and ' ' || words like ${`% ${word}%`}`);
    return sql`select rowid as id from definition_words
      where definition_words match ${`"${anchor}"*`} ${others.length === 0 ? sql`` : sql.join(others, sql` `)}`;
  }
  return sql`select id from definitions
    where to_tsvector('simple', words) @@ to_tsquery('simple', ${words.map((word) => `'${word}':*`).join(' & ')})`;
}

/**
 * The word to look for in SQLite's index, which must put together all definitions of every word that begins so, before
 * it gives the first; the others are looked for in what it finds. The first that is not common, else the longest.
 */
async function rareWord(db: Kysely<CatalogTables>, words: readonly string[]): Promise<string> {
  const byLength = words.toSorted((a, b) => b.length - a.length);
  for (const word of words.length > 1 ? byLength : []) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from
      (select 1 from definition_words where definition_words match ${`"${word}"`} limit ${COMMON})`.execute(db);
    if ((rows[0]?.n ?? 0) < COMMON) return word;
  }
  return byLength[0] ?? '';
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
  const definitions = await definitionsWith(db, kind, text);
  for (let last = 0; ; ) {
    const found = await sql<{ id: number }>`${definitions} and ${id} > ${last}
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
