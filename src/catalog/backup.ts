import { existsSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { InputError } from '../model/fault.ts';
import type { DatabaseKind } from './database/database.ts';
import type { CatalogTables } from './schema.ts';

/**
 * Writes a whole copy of a SQLite catalogue, as it is at one moment, while others may write. Throws `InputError` where
 * the file is there already, and on PostgreSQL, which has its own tools.
 */
export async function backUpCatalog(db: Kysely<CatalogTables>, kind: DatabaseKind, file: string): Promise<void> {
  if (kind === 'postgres') throw new InputError('a PostgreSQL catalogue is backed up with pg_dump');
  if (existsSync(file)) throw new InputError(`${file} is there already; name a new file`);
  await sql`vacuum into ${file}`.execute(db);
}
