import { type Kysely, sql } from 'kysely';
import { CATEGORIES, type Category } from '../../model/category.ts';
import type { CatalogTables } from '../schema.ts';

/** One tool set that several servers have now. */
export type CloneRow = {
  toolSetHash: string;
  tools: number;
  servers: number;
  /** Different publishers, as far as the servers' ids say. */
  publishers: number;
  /** Of its most severe verdict on any of the servers. */
  worst: Category;
  /** The first few servers in the order of their publishers. */
  examples: string[];
};

/** How many clones there are. */
export type CloneCounts = { toolSets: number; servers: number };

/** How many, and which. */
export type CloneFilter = {
  /** Least number of different publishers; 1 for all. */
  publishers?: number;
  /** Rows at most. */
  limit?: number;
};

const PAGE = 50;
const EXAMPLES = 5;

/** A tool set as it is counted, from the index alone. */
type Group = { hash: string; servers: number; rank: number };
/** The same as PostgreSQL gives it, which counts in text. */
type Counted = { hash: string } & Record<'servers' | 'rank', number | string>;

/** Tool sets that more than one server has, those of the most servers first, streamed page by page. */
export async function* queryClones(
  db: Kysely<CatalogTables>,
  { publishers: least = 1, limit = Number.POSITIVE_INFINITY }: CloneFilter,
): AsyncGenerator<CloneRow, void, void> {
  let left = limit;
  for (let last: Group | undefined; left > 0; ) {
    const groups = await onePage(db, least, last);
    const publishers = await publishersOf(db, groups);
    for (const group of groups) {
      const found = publishers.get(group.hash) ?? 0;
      if (found < least) continue;
      yield await rowOf(db, group, found);
      left -= 1;
      if (left === 0) return;
    }
    last = groups.at(-1);
    if (groups.length < PAGE) return;
  }
}

/** The next tool sets that may have so many publishers. */
async function onePage(db: Kysely<CatalogTables>, publishers: number, last: Group | undefined): Promise<Group[]> {
  const after =
    last === undefined
      ? sql``
      : sql`and (count(*) < ${last.servers} or (count(*) = ${last.servers} and tool_set_hash > ${last.hash}))`;
  const several = publishers > 1 ? sql`and min(publisher) <> max(publisher)` : sql``;
  const { rows } = await sql<Counted>`select tool_set_hash as hash, count(*) as servers, max(rank) as rank
    from current_lists where tool_set_hash is not null group by tool_set_hash
    having count(*) >= ${Math.max(2, publishers)} ${several} ${after}
    order by count(*) desc, tool_set_hash limit ${PAGE}`.execute(db);
  return rows.map(({ hash, servers, rank }) => ({ hash, servers: Number(servers), rank: Number(rank) }));
}

/** How many publishers each tool set has. Counting them for all would cost a sort of the whole index. */
async function publishersOf(db: Kysely<CatalogTables>, groups: readonly Group[]): Promise<Map<string, number>> {
  if (groups.length === 0) return new Map();
  const rows = await db
    .selectFrom('current_lists')
    .select(({ fn }) => ['tool_set_hash', fn.count('publisher').distinct().as('n')])
    .where(
      'tool_set_hash',
      'in',
      groups.map(({ hash }) => hash),
    )
    .groupBy('tool_set_hash')
    .execute();
  return new Map(rows.map(({ tool_set_hash, n }) => [tool_set_hash ?? '', Number(n)]));
}

async function rowOf(db: Kysely<CatalogTables>, { hash, servers, rank }: Group, publishers: number): Promise<CloneRow> {
  const examples = await db
    .selectFrom('current_lists')
    .innerJoin('snapshots', 'snapshots.id', 'current_lists.snapshot_id')
    .select(['current_lists.server_id', 'snapshots.tools'])
    .where('current_lists.tool_set_hash', '=', hash)
    .orderBy('publisher')
    .orderBy('current_lists.server_id')
    .limit(EXAMPLES)
    .execute();
  return {
    toolSetHash: hash,
    tools: examples[0]?.tools ?? 0,
    servers,
    publishers,
    worst: CATEGORIES[rank] ?? 'Read',
    examples: examples.map(({ server_id }) => server_id),
  };
}

/** Counts the tool sets that more than one server has, and these servers. */
export async function countClones(db: Kysely<CatalogTables>): Promise<CloneCounts> {
  const { rows } = await sql<{
    sets: number | string;
    servers: number | string | null;
  }>`select count(*) as sets, sum(n) as servers
    from (select count(*) as n from current_lists where tool_set_hash is not null
      group by tool_set_hash having count(*) > 1) groups`.execute(db);
  return { toolSets: Number(rows[0]?.sets ?? 0), servers: Number(rows[0]?.servers ?? 0) };
}
