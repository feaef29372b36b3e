import { type Compilable, CompiledQuery, type Insertable, type Kysely, sql } from 'kysely';
import { inChunks } from './in-chunks.ts';
import type { CatalogTables } from './schema.ts';

/**
 * Compiled statements of each database, by their shape; a text of up to 100 rows costs more to build than to run. Only
 * their texts are kept: what they were built from holds the first rows.
 */
const compiled = new WeakMap<object, Map<string, CompiledQuery>>();

/** Rows as they are inserted: all with the same columns in the same order. */
type Rows<T extends keyof CatalogTables> = readonly Insertable<CatalogTables[T]>[];

/** Inserts rows, many with one statement. */
export async function insertRows<T extends keyof CatalogTables>(
  db: Kysely<CatalogTables>,
  table: T,
  rows: Rows<T>,
): Promise<void> {
  for (const chunk of inChunks(rows))
    await runShape(db, `${table} ${chunk.length}`, chunk, () => db.insertInto(table).values(chunk));
}

/** Inserts one row into a table that counts its rows up, and gives its number. */
export async function insertRow<T extends 'assessments' | 'snapshots'>(
  db: Kysely<CatalogTables>,
  table: T,
  row: Insertable<CatalogTables[T]>,
): Promise<number> {
  const [inserted] = await runShape(db, `${table} with id`, [row], () =>
    db.insertInto(table).values(row).returning(sql<number>`id`.as('id')),
  );
  if (inserted === undefined) throw new Error(`${table} gave no id`);
  return inserted.id;
}

/**
 * Runs a statement that is told rows: an insert, or a query with one row of what it asks for. Its text is built only
 * once for each shape (what it does, and the number of rows); `build` must put every value of every row into the
 * statement, in order, and nothing else.
 */
export async function runShape<R>(
  db: Kysely<CatalogTables>,
  shape: string,
  rows: readonly object[],
  build: () => Compilable<R>,
): Promise<R[]> {
  const { adapter } = db.getExecutor();
  const known = compiled.get(adapter) ?? new Map<string, CompiledQuery>();
  compiled.set(adapter, known);
  const query = (known.get(shape) ?? CompiledQuery.raw(build().compile().sql)) as CompiledQuery<R>;
  known.set(shape, query);
  const parameters = rows.flatMap((row) => Object.values(row));
  const bound: CompiledQuery<R> = { ...query, parameters };
  return (await db.executeQuery(bound)).rows;
}
