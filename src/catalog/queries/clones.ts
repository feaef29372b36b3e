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

const PAGE = 100;
const EXAMPLES = 5;

/** A tool set as it is counted, from the index alone. */
type Group = { hash: string; servers: number; publishers: number; rank: number };
/** The same as PostgreSQL gives it, which counts in text. */
type Counted = { hash: string } & Record<'servers' | 'publishers' | 'rank', number | string>;

/** Tool sets that more than one server has, those of the most servers first, streamed page by page. */
export async function* queryClones(
  db: Kysely<CatalogTables>,
  { publishers = 1, limit = Number.POSITIVE_INFINITY }: CloneFilter,
): AsyncGenerator<CloneRow, void, void> {
  let left = limit;
  for (let last: Group | undefined; left > 0; ) {
    const size = Math.min(PAGE, left);
    const groups = await onePage(db, publishers, last, size);
    for (const group of groups) yield await rowOf(db, group);
    left -= groups.length;
    last = groups.at(-1);
    if (groups.length < size) return;
  }
}

async function onePage(
  db: Kysely<CatalogTables>,
  publishers: number,
  last: Group | undefined,
  size: number,
): Promise<Group[]> {
  const after =
    last === undefined
      ? sql``
      : sql`and (count(*) < ${last.servers} or (count(*) = ${last.servers} and tool_set_hash > ${last.hash}))`;
  const { rows } = await sql<Counted>`select tool_set_hash as hash, count(*) as servers,
      count(distinct publisher) as publishers, max(rank) as rank
    from current_lists where tool_set_hash is not null group by tool_set_hash
    having count(*) > 1 and count(distinct publisher) >= ${publishers} ${after}
    order by count(*) desc, tool_set_hash limit ${size}`.execute(db);
  return rows.map(({ hash, ...numbers }) => ({
    hash,
    servers: Number(numbers.servers),
    publishers: Number(numbers.publishers),
    rank: Number(numbers.rank),
  }));
}

async function rowOf(db: Kysely<CatalogTables>, { hash, servers, publishers, rank }: Group): Promise<CloneRow> {
  const examples = await db
    .selectFrom('current_lists')
    .select(['server_id', 'snapshot_id'])
    .where('tool_set_hash', '=', hash)
    .orderBy('publisher')
    .orderBy('server_id')
    .limit(EXAMPLES)
    .execute();
  const list = await db
    .selectFrom('snapshots')
    .select('tools')
    .where('id', '=', examples[0]?.snapshot_id ?? 0)
    .executeTakeFirst();
  return {
    toolSetHash: hash,
    tools: list?.tools ?? 0,
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
