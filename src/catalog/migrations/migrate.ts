import { type Kysely, sql } from 'kysely';
import { DependencyError } from '../../model/fault.ts';
import type { Database } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import { MIGRATIONS } from './index.ts';
import type { Migration } from './migration.ts';

/** Any fixed number of our own: two processes that migrate one PostgreSQL database take turns under this lock. */
const MIGRATION_LOCK = 7_665_747;

/** Applies the steps that the database lacks, all in one transaction. Refuses a database with steps unknown to us. */
export async function migrate(
  db: Kysely<CatalogTables>,
  { kind, place }: Pick<Database, 'kind' | 'place'>,
  now: () => Date,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  if (await isCurrent(db, kind, migrations)) return;
  await db.transaction().execute(async (transaction) => {
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction);
    await transaction.schema
      .createTable('toolrisk_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('applied_at', 'text', (column) => column.notNull())
      .execute();
    const applied = await namesApplied(transaction);
    refuseNewer(applied, migrations, place);
    for (const migration of migrations) {
      if (applied.has(migration.name)) continue;
      await migration.up(transaction, kind);
      const row = { name: migration.name, applied_at: now().toISOString() };
      await transaction.insertInto('toolrisk_migrations').values(row).execute();
    }
  });
}

async function isCurrent(
  db: Kysely<CatalogTables>,
  kind: Database['kind'],
  migrations: readonly Migration[],
): Promise<boolean> {
  const found =
    kind === 'postgres'
      ? sql<{ name: string }>`select to_regclass('toolrisk_migrations')::text as name`
      : sql<{ name: string }>`select name from sqlite_master where name = 'toolrisk_migrations'`;
  if (!(await found.execute(db)).rows[0]?.name) return false;
  const applied = await namesApplied(db);
  return applied.size === migrations.length && migrations.every(({ name }) => applied.has(name));
}

async function namesApplied(db: Kysely<CatalogTables>): Promise<Set<string>> {
  const rows = await db.selectFrom('toolrisk_migrations').select('name').execute();
  return new Set(rows.map(({ name }) => name));
}

function refuseNewer(applied: ReadonlySet<string>, migrations: readonly Migration[], place: string): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied].filter((name) => !known.has(name)).sort()[0];
  if (unknown !== undefined)
    throw new DependencyError(
      `The catalogue ${place} was written by a newer toolrisk (step ${unknown}): update toolrisk, or give --database another file.`,
    );
}
