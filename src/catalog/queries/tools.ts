import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Category, Effect, Severity } from '../../model/category.ts';
import type { ToolDefinition } from '../../model/tool.ts';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import { readVerdict, type VerdictColumns } from '../verdict-text.ts';
import { allOf, type ToolFilter, verdictConditions } from './filter.ts';
import { listsAt } from './moment.ts';
import { indexNewDefinitions, matchingDefinitions } from './search.ts';

/** One tool of one server with its verdict. */
export type ToolRow = {
  server: string;
  tool: string;
  category: Category;
  severity: Severity;
  confidence: number;
  needsReview: boolean;
  reviewReasons: string[];
  effects: Effect[];
  annotationMismatch: boolean;
  decidedBy: string;
  rationale: string;
  definitionHash: string;
};

/** Rows that are read at once, and definitions whose tools are read at once. */
const PAGE = 200;
const DEFINITIONS = 200;

type RawRow = VerdictColumns & { server_id: string; assessment_id: number; position: number; definition: string };
/** The last row of a page; the next begins behind it. */
type Key = { first: string | number; position: number };

/** The tools that a filter names, streamed: by server within a run or a day, else in the order of their first verdicts. */
export async function* queryTools(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  filter: ToolFilter,
): AsyncGenerator<ToolRow, void, void> {
  const { limit = Number.POSITIVE_INFINITY } = filter;
  let left = limit;
  if (left <= 0) return;
  if (filter.search !== undefined) await indexNewDefinitions(db, kind);
  for await (const row of filter.search === undefined ? pages(db, kind, filter) : searched(db, kind, filter)) {
    yield toolRow(row);
    left -= 1;
    if (left <= 0) return;
  }
}

async function* searched(db: Kysely<CatalogTables>, kind: DatabaseKind, filter: ToolFilter): AsyncGenerator<RawRow> {
  const size = Math.max(1, Math.min(DEFINITIONS, filter.limit ?? DEFINITIONS));
  for await (const ids of matchingDefinitions(db, kind, filter.search ?? '', size))
    yield* pages(db, kind, filter, sql`t.definition_id in (${sql.join(ids)})`);
}

async function* pages(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  filter: ToolFilter,
  ofDefinitions?: RawBuilder<unknown>,
): AsyncGenerator<RawRow> {
  const byServer = filter.server !== undefined || (filter.moment ?? 'now') !== 'now';
  const size = Math.min(PAGE, filter.limit ?? PAGE);
  let last: Key | undefined;
  for (;;) {
    const rows = await onePage(db, kind, filter, { byServer, last, size, ofDefinitions });
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < size) return;
    last = { first: byServer ? end.server_id : end.assessment_id, position: end.position };
  }
}

async function onePage(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  filter: ToolFilter,
  page: { byServer: boolean; last: Key | undefined; size: number; ofDefinitions: RawBuilder<unknown> | undefined },
): Promise<readonly RawRow[]> {
  const { byServer, last, size, ofDefinitions } = page;
  const first = sql.ref(byServer ? 'l.server_id' : 'c.assessment_id');
  const conditions = [...verdictConditions(filter), ...(ofDefinitions === undefined ? [] : [ofDefinitions])];
  if (last !== undefined) conditions.push(sql`(${first}, c.position) > (${last.first}, ${last.position})`);
  const { rows } = await sql<RawRow>`select l.server_id, c.assessment_id, c.position, d.definition,
      c.verdict, c.definition_hash, c.context_hash
    from ${joined(kind, filter, byServer, ofDefinitions !== undefined)}
    where ${allOf(conditions)} order by ${first}, c.position limit ${size}`.execute(db);
  return rows;
}

/**
 * SQLite keeps no figures to plan by; its cross join says which table comes first. PostgreSQL takes two conditions on one
 * list for rarer than they are, and would read every list: it is led through the assessments.
 */
function joined(
  kind: DatabaseKind,
  { moment = 'now' }: ToolFilter,
  byServer: boolean,
  byDefinition: boolean,
): RawBuilder<unknown> {
  const join = sql.raw(kind === 'sqlite' ? 'cross join' : 'join');
  const lists = listsAt(moment);
  const definitions = sql`${join} definitions d on d.id = t.definition_id`;
  if (byDefinition && kind === 'postgres' && moment === 'now')
    return sql`snapshot_tools t join assessments a on a.snapshot_id = t.snapshot_id
      join current_lists l on l.assessment_id = a.id
      join classifications c on c.assessment_id = a.id and c.position = t.position ${definitions}`;
  if (byDefinition)
    return sql`snapshot_tools t ${join} snapshots s on s.id = t.snapshot_id
      ${join} ${lists} l on l.server_id = s.server_id and l.snapshot_id = t.snapshot_id
      ${join} classifications c on c.assessment_id = l.assessment_id and c.position = t.position ${definitions}`;
  const tools = sql`${join} snapshot_tools t on t.snapshot_id = l.snapshot_id and t.position = c.position`;
  if (byServer)
    return sql`${lists} l ${join} classifications c on c.assessment_id = l.assessment_id ${tools} ${definitions}`;
  return sql`classifications c ${join} ${lists} l on l.assessment_id = c.assessment_id ${tools} ${definitions}`;
}

function toolRow({ server_id, definition, ...verdict }: RawRow): ToolRow {
  const { name }: ToolDefinition = JSON.parse(definition);
  const classification = readVerdict(verdict);
  const { category, severity, confidence, needsReview, reviewReasons, effects, decidedBy } = classification;
  return {
    server: server_id,
    tool: name,
    category,
    severity,
    confidence,
    needsReview,
    reviewReasons,
    effects,
    annotationMismatch: (classification.annotationMismatch ?? []).length > 0,
    decidedBy,
    rationale: classification.rationale,
    definitionHash: classification.definitionHash,
  };
}
