import { type Kysely, sql } from 'kysely';
import { EFFECTS } from '../../model/category.ts';
import type { ToolDefinition } from '../../model/tool.ts';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import { searchWords } from '../search-words.ts';
import type { Migration } from './migration.ts';

/** What the queries need to be quick on a large catalogue, and the events of the feed. */
export const queriesAndFeed: Migration = {
  name: '0003-queries-and-feed',
  up: async (db, kind) => {
    await addCounts(db);
    await addSearch(db, kind);
    await addIndexes(db);
    await createEvents(db, kind);
  },
};

const COUNTS = [
  ['reads', sql`category = 'Read'`],
  ['writes', sql`category = 'Write'`],
  ['executes', sql`category = 'Execute'`],
  ['destructives', sql`category = 'Destructive'`],
  ['financials', sql`category = 'Financial'`],
  ['reviews', sql`needs_review = 1`],
  ['mismatches', sql`annotation_mismatch = 1`],
] as const;

async function addCounts(db: Kysely<CatalogTables>): Promise<void> {
  for (const [column, condition] of COUNTS) {
    await db.schema
      .alterTable('assessments')
      .addColumn(column, 'integer', (definition) => definition.notNull().defaultTo(0))
      .execute();
    await sql`update assessments set ${sql.ref(column)} = (select count(*) from classifications
      where assessment_id = assessments.id and ${condition})`.execute(db);
  }
}

/** Rows that are read at once to fill the words of an older catalogue. */
const PAGE = 500;

async function addSearch(db: Kysely<CatalogTables>, kind: DatabaseKind): Promise<void> {
  await db.schema
    .alterTable('definitions')
    .addColumn('words', 'text', (definition) => definition.notNull().defaultTo(''))
    .execute();
  for (let last = 0; ; ) {
    const query = db.selectFrom('definitions').select(['id', 'definition']).where('id', '>', last);
    const rows = await query.orderBy('id').limit(PAGE).execute();
    for (const { id, definition } of rows) {
      const parsed: ToolDefinition = JSON.parse(definition);
      await db
        .updateTable('definitions')
        .set({ words: searchWords(parsed) })
        .where('id', '=', id)
        .execute();
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < PAGE) break;
  }
  if (kind === 'postgres') {
    await sql`create index definitions_words on definitions using gin (to_tsvector('simple', words))`.execute(db);
    return;
  }
  await sql`create virtual table definition_words using fts5(words, content='definitions', content_rowid='id',
    detail=none, tokenize='unicode61 remove_diacritics 0')`.execute(db);
}

/** A partial index costs only the rows that it holds: what most tools are not. */
async function addIndexes(db: Kysely<CatalogTables>): Promise<void> {
  const key = sql`(assessment_id, position)`;
  await sql`create index classifications_by_category on classifications (category, assessment_id, position)
    where category <> 'Read'`.execute(db);
  await sql`create index classifications_in_review on classifications ${key} where needs_review = 1`.execute(db);
  await sql`create index classifications_mismatched on classifications ${key} where annotation_mismatch = 1`.execute(
    db,
  );
  for (const effect of EFFECTS) {
    const name = sql.ref(`classifications_with_${effect.replaceAll('-', '_')}`);
    await sql`create index ${name} on classifications ${key} where effects like ${sql.lit(`%"${effect}"%`)}`.execute(
      db,
    );
  }
  await db.schema.createIndex('current_lists_by_assessment').on('current_lists').column('assessment_id').execute();
  await db.schema.createIndex('assessments_by_time').on('assessments').column('first_seen').execute();
}

async function createEvents(db: Kysely<CatalogTables>, kind: DatabaseKind): Promise<void> {
  const name = kind === 'postgres' ? sql`text collate "C"` : sql`text`;
  await db.schema
    .createTable('events')
    .addColumn('id', kind === 'postgres' ? 'serial' : 'integer', (column) =>
      kind === 'postgres' ? column.primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('seq', 'integer', (column) => column.unique())
    .addColumn('run_id', name, (column) => column.notNull().references('runs.id'))
    .addColumn('server_id', name, (column) => column.notNull().references('servers.id'))
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .execute();
  await sql`create index events_unnumbered on events (id) where seq is null`.execute(db);
  await db.schema.createIndex('events_by_server').on('events').columns(['server_id', 'id']).execute();
}
