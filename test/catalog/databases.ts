import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { Database } from '../../src/catalog/database/database.ts';
import { openPostgres } from '../../src/catalog/database/postgres.ts';
import { openSqlite } from '../../src/catalog/database/sqlite.ts';
import { catalogOn } from '../../src/catalog/open-catalog.ts';
import type { CatalogTables } from '../../src/catalog/schema.ts';

/** A catalogue with a second, raw view of its database. */
export type OpenedCatalog = { catalog: Catalog; raw: Kysely<CatalogTables>; close: () => Promise<void> };

/** URL of a PostgreSQL server where the contract is tested too; each test works in a schema of its own. */
export const POSTGRES_URL =
  process.env.TOOLRISK_TEST_POSTGRES ?? (process.env.CI ? 'postgres://postgres@127.0.0.1:5432/test' : undefined);

/** Each kind of database that the contract is tested on. */
export const DATABASES: readonly { title: string; open: () => Promise<OpenedCatalog> }[] = [
  { title: 'SQLite', open: () => opened(openSqlite(':memory:')) },
  ...(POSTGRES_URL === undefined || process.env.CI ? [{ title: 'PGlite', open: openedPglite }] : []),
  ...(POSTGRES_URL === undefined ? [] : [{ title: 'PostgreSQL', open: () => openedServer(POSTGRES_URL ?? '') }]),
];

async function opened(database: Database): Promise<OpenedCatalog> {
  const catalog = await catalogOn(database);
  return { catalog, raw: new Kysely<CatalogTables>({ dialect: database.dialect }), close: () => catalog.close() };
}

let pglite: Promise<PGlite> | undefined;

/** One PGlite for all tests of a file (it takes a second to start), with a fresh schema for each. */
async function openedPglite(): Promise<OpenedCatalog> {
  pglite ??= PGlite.create();
  const engine = await pglite;
  await engine.exec('drop schema if exists fresh cascade; create schema fresh; set search_path = fresh');
  const stayingOpen = new Proxy(engine, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (key === 'close') return async () => undefined;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return opened({ kind: 'postgres', dialect: new PGliteDialect({ pglite: stayingOpen }), place: 'pglite' });
}

/** A URL of a fresh schema on a PostgreSQL server, and how to drop it. */
export async function freshSchema(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const schema = `toolrisk_test_${randomBytes(6).toString('hex')}`;
  const admin = new Kysely<unknown>({ dialect: (await openPostgres(url)).dialect });
  await admin.schema.createSchema(schema).execute();
  const inside = new URL(url);
  inside.searchParams.set('options', `-c search_path=${schema}`);
  return {
    url: inside.href.replaceAll('+', '%20'),
    drop: async () => {
      await sql`drop schema ${sql.id(schema)} cascade`.execute(admin);
      await admin.destroy();
    },
  };
}

async function openedServer(url: string): Promise<OpenedCatalog> {
  const schema = await freshSchema(url);
  const database = await openPostgres(schema.url);
  const { catalog, raw } = await opened(database);
  return {
    catalog,
    raw,
    close: async () => {
      await catalog.close();
      await schema.drop();
    },
  };
}
