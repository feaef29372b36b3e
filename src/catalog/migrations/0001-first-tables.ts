import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import type { Migration } from './migration.ts';

/** Runs, servers, what they listed, the verdicts, and the failures. */
export const firstTables: Migration = {
  name: '0001-first-tables',
  up: async (db, kind) => {
    const name = nameType(kind);
    await createServers(db, name);
    await createLists(db, kind, name);
    await createVerdicts(db, kind, name);
    await createResults(db, kind, name);
  },
};

/** Text that is compared and sorted byte by byte on both databases, whatever the locale. */
function nameType(kind: DatabaseKind): RawBuilder<string> {
  return kind === 'postgres' ? sql`text collate "C"` : sql`text`;
}

/** Adds a number that the database counts up. */
function addCounter<T extends string>(table: CreateTableBuilder<T>, column: string, kind: DatabaseKind) {
  return table.addColumn(column, kind === 'postgres' ? 'serial' : 'integer', (builder) =>
    kind === 'postgres' ? builder.primaryKey() : builder.primaryKey().autoIncrement(),
  );
}

async function createServers(db: Kysely<CatalogTables>, name: RawBuilder<string>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', name, (column) => column.primaryKey())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('finished_at', 'text')
    .addColumn('versions', 'text', (column) => column.notNull())
    .addColumn('options', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('servers')
    .addColumn('id', name, (column) => column.primaryKey())
    .addColumn('title', 'text')
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('entries')
    .addColumn('entry_hash', 'text', (column) => column.primaryKey())
    .addColumn('server_id', name, (column) => column.notNull().references('servers.id'))
    .addColumn('entry', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('entries_by_server').on('entries').column('server_id').execute();
  await db.schema
    .createTable('origins')
    .addColumn('origin_hash', 'text', (column) => column.primaryKey())
    .addColumn('server_id', name, (column) => column.notNull().references('servers.id'))
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('origins_by_server').on('origins').column('server_id').execute();
}

async function createLists(db: Kysely<CatalogTables>, kind: DatabaseKind, name: RawBuilder<string>): Promise<void> {
  await addCounter(db.schema.createTable('definitions'), 'id', kind)
    .addColumn('definition_hash', 'text', (column) => column.notNull().unique())
    .addColumn('name', name, (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('definitions_by_name').on('definitions').column('name').execute();
  await addCounter(db.schema.createTable('snapshots'), 'id', kind)
    .addColumn('server_id', name, (column) => column.notNull().references('servers.id'))
    .addColumn('content_hash', 'text', (column) => column.notNull())
    .addColumn('tool_set_hash', 'text', (column) => column.notNull())
    .addColumn('package', 'text')
    .addColumn('tools', 'integer', (column) => column.notNull())
    .addColumn('context', 'text', (column) => column.notNull())
    .addColumn('run_id', name, (column) => column.notNull().references('runs.id'))
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .addUniqueConstraint('snapshots_content', ['server_id', 'content_hash'])
    .execute();
  await db.schema.createIndex('snapshots_by_tool_set').on('snapshots').column('tool_set_hash').execute();
  await db.schema
    .createTable('snapshot_tools')
    .addColumn('snapshot_id', 'integer', (column) => column.notNull().references('snapshots.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('definition_id', 'integer', (column) => column.notNull().references('definitions.id'))
    .addColumn('whole_hash', 'text', (column) => column.notNull())
    .addColumn('rest', 'text')
    .addPrimaryKeyConstraint('snapshot_tools_key', ['snapshot_id', 'position'])
    .execute();
  await db.schema.createIndex('snapshot_tools_by_definition').on('snapshot_tools').column('definition_id').execute();
}

async function createVerdicts(db: Kysely<CatalogTables>, kind: DatabaseKind, name: RawBuilder<string>): Promise<void> {
  await addCounter(db.schema.createTable('assessments'), 'id', kind)
    .addColumn('snapshot_id', 'integer', (column) => column.notNull().references('snapshots.id'))
    .addColumn('content_hash', 'text', (column) => column.notNull())
    .addColumn('run_id', name, (column) => column.notNull().references('runs.id'))
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .addUniqueConstraint('assessments_content', ['snapshot_id', 'content_hash'])
    .execute();
  await db.schema
    .createTable('classifications')
    .addColumn('assessment_id', 'integer', (column) => column.notNull().references('assessments.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('definition_hash', 'text', (column) => column.notNull())
    .addColumn('context_hash', 'text', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('confidence', 'double precision', (column) => column.notNull())
    .addColumn('needs_review', 'integer', (column) => column.notNull())
    .addColumn('annotation_mismatch', 'integer', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('effects', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('classifications_key', ['assessment_id', 'position'])
    .execute();
}

async function createResults(db: Kysely<CatalogTables>, kind: DatabaseKind, name: RawBuilder<string>): Promise<void> {
  await db.schema
    .createTable('current_lists')
    .addColumn('server_id', name, (column) => column.primaryKey().references('servers.id'))
    .addColumn('snapshot_id', 'integer', (column) => column.notNull().references('snapshots.id'))
    .addColumn('assessment_id', 'integer', (column) => column.notNull().references('assessments.id'))
    .execute();
  await addCounter(db.schema.createTable('run_servers'), 'seq', kind)
    .addColumn('run_id', name, (column) => column.notNull().references('runs.id'))
    .addColumn('server_id', name, (column) => column.notNull().references('servers.id'))
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('entry_hash', 'text', (column) => column.notNull().references('entries.entry_hash'))
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('change', 'text', (column) => column.notNull())
    .addColumn('snapshot_id', 'integer', (column) => column.references('snapshots.id'))
    .addColumn('assessment_id', 'integer', (column) => column.references('assessments.id'))
    .addColumn('provenance', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .addUniqueConstraint('run_servers_key', ['run_id', 'server_id'])
    .execute();
  await db.schema.createIndex('run_servers_by_server').on('run_servers').columns(['server_id', 'seq']).execute();
  await db.schema
    .createTable('failures')
    .addColumn('run_id', name, (column) => column.notNull())
    .addColumn('server_id', name, (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('failure', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('failures_key', ['run_id', 'server_id'])
    .addForeignKeyConstraint('failures_result', ['run_id', 'server_id'], 'run_servers', ['run_id', 'server_id'])
    .execute();
  await db.schema.createIndex('failures_by_code').on('failures').column('code').execute();
}
