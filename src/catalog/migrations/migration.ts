import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';

/** A database whose tables a step declares itself, with `withTables`: it knows them as they were then. */
export type BareDatabase = Kysely<Pick<CatalogTables, never>>;

/** One step of the schema. Once released it is never changed, only followed by another. */
export type Migration = {
  /** The file's name; kept in the database when applied. */
  name: string;
  up: (db: BareDatabase, kind: DatabaseKind) => Promise<void>;
};
