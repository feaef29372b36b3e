/** Rows of one insert: with at most 13 columns far below the 32,766 (SQLite) and 65,535 (PostgreSQL) parameters. */
const ROWS_PER_INSERT = 100;

/** Cuts a list into pieces of at most `size`. */
export function* inChunks<T>(items: readonly T[], size: number = ROWS_PER_INSERT): Iterable<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
