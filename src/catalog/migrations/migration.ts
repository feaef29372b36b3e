import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';

/** One step of the schema. Once released it is never changed, only followed by another. */
export type Migration = {
  /** The file's name; kept in the database when applied. */
  name: string;
  up: (db: Kysely<CatalogTables>, kind: DatabaseKind) => Promise<void>;
};
