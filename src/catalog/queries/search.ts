import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import { wordsOf } from '../search-words.ts';
import { allOf } from './filter.ts';

/** Definitions that are looked at to tell a common word from others, and in how many of them a common one stands. */
const SAMPLE = 2000;
const COMMON_IN_SAMPLE = 100;

/** Definitions up to which a word's are counted. */
const MAX_COUNT = 20_000;

/** Ids that are looked through at once where every word is common. */
const WINDOW = 4000;

/** A text search: its words, and the one to look up in the index; none where every word is common. */
export type Search = { words: readonly string[]; rare: string | undefined };

/** Takes a text apart into words to find the beginnings of, and looks how common they are. */
export async function planSearch(db: Kysely<CatalogTables>, kind: DatabaseKind, text: string): Promise<Search> {
  const words = wordsOf(text);
  return { words, rare: await rareWord(db, kind, words) };
}

/**
 * A query for the ids of the definitions that hold words beginning with every word of a search; it ends in a condition,
 * so that others may follow. PostgreSQL must look the rare word up in its index before anything else: it takes making a
 * definition's words for much cheaper than it is.
 */
export function definitionsWith(kind: DatabaseKind, { words, rare }: Search): RawBuilder<unknown> {
  if (rare === undefined) return sql`select d.id from definitions d where ${holdsWords(words)}`;
  const others = holdsWords(words.filter((word) => word !== rare));
  if (kind === 'postgres')
    return sql`with found as materialized (select id, words from definitions
      where to_tsvector('simple', words) @@ to_tsquery('simple', ${`'${rare}':*`}))
      select d.id from found d where ${others}`;
  return sql`select d.rowid as id from definition_words d where definition_words match ${`"${rare}"*`} and ${others}`;
}

/** The condition on a row `d` with `words` that it holds words beginning with every given one. */
export function holdsWords(words: readonly string[]): RawBuilder<unknown> {
  return allOf(words.map((word) => sql`' ' || d.words like ${`% ${word}%`}`));
}

/**
 * The word to look up in the index, where all definitions of every word that begins so are put together before the first
 * is known: of the words that are not common, the one in the fewest definitions as it is. Definitions with common words
 * only are found sooner by looking at one after the other.
 */
async function rareWord(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  words: readonly string[],
): Promise<string | undefined> {
  const rare: string[] = [];
  for (const word of words) {
    const { rows } = await sql<{ n: number }>`select cast(count(*) as integer) as n from
      (select words from definitions order by id limit ${SAMPLE}) d where ${holdsWords([word])}`.execute(db);
    if ((rows[0]?.n ?? 0) < COMMON_IN_SAMPLE) rare.push(word);
  }
  let fewest: { word: string | undefined; n: number } = { word: rare[0], n: Number.POSITIVE_INFINITY };
  for (const word of rare.length > 1 ? rare : []) {
    const { rows } = await sql<{ n: number }>`select cast(count(*) as integer) as n from
      (select 1 from ${exactly(kind, word)} limit ${MAX_COUNT}) d`.execute(db);
    const n = rows[0]?.n ?? 0;
    if (n < fewest.n) fewest = { word, n };
  }
  return fewest.word;
}

/** What holds a word as it is, to select from. */
function exactly(kind: DatabaseKind, word: string): RawBuilder<unknown> {
  if (kind === 'sqlite') return sql`definition_words where definition_words match ${`"${word}"`}`;
  return sql`definitions where to_tsvector('simple', words) @@ to_tsquery('simple', ${`'${word}'`})`;
}

/** The ids of the definitions that a text search finds in order, so many at once. */
export async function* matchingDefinitions(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  text: string,
  size: number,
): AsyncGenerator<number[], void, void> {
  const search = await planSearch(db, kind, text);
  if (search.words.length === 0) return;
  if (search.rare === undefined) yield* lookThrough(db, search, size);
  else yield* lookUp(db, kind, search, size);
}

async function* lookUp(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  search: Search,
  size: number,
): AsyncGenerator<number[], void, void> {
  const id = sql.ref(kind === 'sqlite' ? 'd.rowid' : 'd.id');
  for (let last = 0; ; ) {
    const found = await sql<{ id: number }>`${definitionsWith(kind, search)} and ${id} > ${last}
      order by ${id} limit ${size}`.execute(db);
    const ids = found.rows.map((row) => row.id);
    if (ids.length > 0) yield ids;
    if (ids.length < size) return;
    last = ids.at(-1) ?? last;
  }
}

/** In windows of ids, as PostgreSQL would read and sort the whole table for the first few. */
async function* lookThrough(
  db: Kysely<CatalogTables>,
  search: Search,
  size: number,
): AsyncGenerator<number[], void, void> {
  const { rows } = await sql<{ last: number | null }>`select max(id) as last from definitions`.execute(db);
  const last = rows[0]?.last ?? 0;
  let ids: number[] = [];
  for (let from = 0; from < last; from += WINDOW) {
    const found = await sql<{ id: number }>`select d.id from definitions d
      where d.id > ${from} and d.id <= ${from + WINDOW} and ${holdsWords(search.words)} order by d.id`.execute(db);
    ids.push(...found.rows.map(({ id }) => id));
    for (; ids.length >= size; ids = ids.slice(size)) yield ids.slice(0, size);
  }
  if (ids.length > 0) yield ids;
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
