import type { Dialect } from 'kysely';

/** The kinds of databases that the catalogue lives in. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** An opened database. */
export type Database = {
  kind: DatabaseKind;
  dialect: Dialect;
  /** What messages call it: a path, or a URL without user info. */
  place: string;
};
