import type { Compilable, CompiledQuery, Insertable, Kysely } from 'kysely';
import { inChunks } from './in-chunks.ts';
import type { CatalogTables } from './schema.ts';

/** Compiled statements of each database, by their shape; a text of up to 100 rows costs more to build than to run. */
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

/**
 * Runs an insert of rows. Its text is built only once for each shape (table and number of rows); `build` must put every
 * value of every row into the statement, in order, and nothing else.
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
  const query = (known.get(shape) as CompiledQuery<R> | undefined) ?? build().compile();
  known.set(shape, query);
  const bound: CompiledQuery<R> = { ...query, parameters: rows.flatMap((row) => Object.values(row)) };
  return (await db.executeQuery(bound)).rows;
}
