import { type Kysely, type RawBuilder, sql } from 'kysely';
import { keyText } from '../column-text.ts';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';
import { allOf, speaksOfTools, type ToolFilter, verdictConditions } from './filter.ts';
import { listsAt } from './moment.ts';
import { definitionsWith, holdsWords, indexNewDefinitions, planSearch, type Search } from './search.ts';

/** One server with what its list holds. */
export type ServerRow = {
  server: string;
  title: string | null;
  package: string | null;
  tools: number;
  reads: number;
  writes: number;
  executes: number;
  destructives: number;
  financials: number;
  reviews: number;
  mismatches: number;
  /** When toolrisk saw the server first, and when this list with these verdicts. */
  firstSeen: string;
  changedAt: string;
  /** When a night listed it last; null where no night did, and for earlier moments. */
  listedAt: string | null;
  /** Why the last night's try failed, so that the list is stale since `listedAt`; null where it did not. */
  failing: string | null;
};

const PAGE = 200;

/** The servers that were listed and have a tool that the filter names, streamed, each once. */
export async function* queryServers(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  filter: ToolFilter,
): AsyncGenerator<ServerRow, void, void> {
  if (filter.search !== undefined) await indexNewDefinitions(db, kind);
  const ofTools = await toolCondition(db, kind, filter);
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  const size = Math.min(PAGE, left);
  for (let last: string | undefined; left > 0; ) {
    const rows = await onePage(db, filter, ofTools, last, size);
    for (const row of rows.slice(0, left)) yield row;
    left -= rows.length;
    last = rows.at(-1)?.server;
    if (last === undefined || rows.length < size) return;
  }
}

/** That a server has a tool as the filter says; undefined when it says nothing of tools. */
async function toolCondition(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  filter: ToolFilter,
): Promise<RawBuilder<unknown> | undefined> {
  if (!speaksOfTools(filter)) return undefined;
  const { server: _server, changedSince: _since, ...ofTools } = filter;
  const verdicts = verdictConditions(ofTools);
  if (filter.search === undefined)
    return sql`exists (select 1 from classifications c
      where ${allOf([...verdicts, sql`c.assessment_id = l.assessment_id`])})`;
  const search = await planSearch(db, kind, filter.search);
  if (search.words.length === 0) return sql`1 = 0`;
  return kind === 'postgres' ? onPostgres(search, verdicts) : onSqlite(search, verdicts);
}

/** With a rare word from its definitions to the lists; without one list by list, which `offset` keeps it from turning round. */
function onPostgres(search: Search, verdicts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  if (search.rare === undefined)
    return sql`exists (select 1 from snapshot_tools t join definitions d on d.id = t.definition_id
      ${verdictsOn(sql`join`, sql`l.assessment_id`, verdicts)}
      where t.snapshot_id = l.snapshot_id and ${allOf([holdsWords(search.words), ...verdicts])} offset 0)`;
  const found = sql`(${definitionsWith('postgres', search)}) f join snapshot_tools t on t.definition_id = f.id`;
  if (verdicts.length === 0) return sql`l.snapshot_id in (select t.snapshot_id from ${found})`;
  return sql`(l.snapshot_id, l.assessment_id) in (select t.snapshot_id, a.id from ${found}
    join assessments a on a.snapshot_id = t.snapshot_id ${verdictsOn(sql`join`, sql`a.id`, verdicts)}
    where ${allOf(verdicts)})`;
}

/** List by list, of all servers or of those that ever had a tool with the rare word. */
function onSqlite(search: Search, verdicts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const ofList = sql`exists (select 1 from snapshot_tools t cross join definitions d on d.id = t.definition_id
    ${verdictsOn(sql`cross join`, sql`l.assessment_id`, verdicts)}
    where t.snapshot_id = l.snapshot_id and ${allOf([holdsWords(search.words), ...verdicts])})`;
  if (search.rare === undefined) return ofList;
  const onServer = definitionsWith('sqlite', { ...search, words: [search.rare] });
  return sql`l.server_id in (select s.server_id from (${onServer}) f
    cross join snapshot_tools t on t.definition_id = f.id cross join snapshots s on s.id = t.snapshot_id) and ${ofList}`;
}

/** The verdict `c` on a tool `t`, where something is asked of it. */
function verdictsOn(
  join: RawBuilder<unknown>,
  assessment: RawBuilder<unknown>,
  verdicts: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  if (verdicts.length === 0) return sql``;
  return sql`${join} classifications c on c.assessment_id = ${assessment} and c.position = t.position`;
}

async function onePage(
  db: Kysely<CatalogTables>,
  filter: ToolFilter,
  ofTools: RawBuilder<unknown> | undefined,
  last: string | undefined,
  size: number,
): Promise<ServerRow[]> {
  const { moment = 'now' } = filter;
  const isNow = moment === 'now' ? sql`1 = 1` : sql`1 = 0`;
  const conditions: RawBuilder<unknown>[] = ofTools === undefined ? [] : [ofTools];
  if (last !== undefined) conditions.push(sql`l.server_id > ${last}`);
  if (filter.server !== undefined) conditions.push(sql`l.server_id = ${keyText(filter.server)}`);
  if (filter.changedSince !== undefined) conditions.push(sql`a.first_seen >= ${filter.changedSince}`);
  const { rows } = await sql<ServerRow>`select l.server_id as server, v.title, n.package, n.tools, a.reads, a.writes,
      a.executes, a.destructives, a.financials, a.reviews, a.mismatches, v.first_seen as ${sql.ref('firstSeen')},
      a.first_seen as ${sql.ref('changedAt')}, s.listed_at as ${sql.ref('listedAt')}, s.failure_code as failing
    from ${listsAt(moment)} l left join schedule s on s.server_id = l.server_id and ${isNow}
    join servers v on v.id = l.server_id join snapshots n on n.id = l.snapshot_id
    join assessments a on a.id = l.assessment_id
    where ${allOf(conditions)} order by l.server_id limit ${size}`.execute(db);
  return rows;
}
