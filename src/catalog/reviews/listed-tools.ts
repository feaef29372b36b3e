import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { keyText } from '../column-text.ts';
import type { CatalogTables } from '../schema.ts';
import { readVerdict } from '../verdict-text.ts';
import type { ListedTools } from './review-store.ts';

/** Servers that are read at once. */
const PAGE = 100;

type Lists = SelectQueryBuilder<CatalogTables, 'current_lists' | 'snapshots', { server_id: string }>;

/** Reads the last list of a server. */
export async function readServer(db: Kysely<CatalogTables>, server: string): Promise<ListedTools | undefined> {
  const [listed] = await readPage(db, [keyText(server)], false);
  return listed;
}

/** Reads the last lists of the servers on which, or on whose tool set, somebody decided. */
export function readReviewed(db: Kysely<CatalogTables>): AsyncIterable<ListedTools> {
  return readPages(db, (lists) => lists.where(isReviewed(db)), false);
}

/** Reads of all other servers what needs review. */
export function readDoubtful(db: Kysely<CatalogTables>): AsyncIterable<ListedTools> {
  const hasDoubts = sql<boolean>`exists (select 1 from classifications
    where assessment_id = current_lists.assessment_id and needs_review = 1)`;
  return readPages(db, (lists) => lists.where((where) => where.not(isReviewed(db))).where(hasDoubts), true);
}

/** Reads on how many servers a tool set stands now, where on more than one. */
export async function readSharedToolSets(db: Kysely<CatalogTables>): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('current_lists')
    .select(({ fn }) => ['tool_set_hash', fn.countAll().as('servers')])
    .where('tool_set_hash', 'is not', null)
    .groupBy('tool_set_hash')
    .having(({ fn }) => fn.countAll(), '>', 1)
    .execute();
  return new Map(rows.map(({ tool_set_hash, servers }) => [tool_set_hash ?? '', Number(servers)]));
}

function isReviewed(db: Kysely<CatalogTables>) {
  const servers = db.selectFrom('review_events').select('server_id');
  const toolSets = db.selectFrom('review_events').select('tool_set_hash');
  return sql<boolean>`(current_lists.server_id in ${servers} or current_lists.tool_set_hash in ${toolSets})`;
}

async function* readPages(
  db: Kysely<CatalogTables>,
  narrow: (lists: Lists) => Lists,
  onlyDoubts: boolean,
): AsyncIterable<ListedTools> {
  for (let last = ''; ; ) {
    const lists: Lists = db
      .selectFrom('current_lists')
      .innerJoin('snapshots', 'snapshots.id', 'current_lists.snapshot_id')
      .select('current_lists.server_id');
    const rows = await narrow(lists)
      .where('current_lists.server_id', '>', last)
      .orderBy('current_lists.server_id')
      .limit(PAGE)
      .execute();
    const ids = rows.map(({ server_id }) => server_id);
    yield* await readPage(db, ids, onlyDoubts);
    const next = ids.at(-1);
    if (next === undefined || ids.length < PAGE) return;
    last = next;
  }
}

async function readPage(
  db: Kysely<CatalogTables>,
  ids: readonly string[],
  onlyDoubts: boolean,
): Promise<ListedTools[]> {
  if (ids.length === 0) return [];
  const query = db
    .selectFrom('current_lists')
    .innerJoin('snapshots', 'snapshots.id', 'current_lists.snapshot_id')
    .innerJoin('classifications', 'classifications.assessment_id', 'current_lists.assessment_id')
    .innerJoin('snapshot_tools', (join) =>
      join
        .onRef('snapshot_tools.snapshot_id', '=', 'current_lists.snapshot_id')
        .onRef('snapshot_tools.position', '=', 'classifications.position'),
    )
    .innerJoin('definitions', 'definitions.id', 'snapshot_tools.definition_id')
    .select(['current_lists.server_id', 'snapshots.tool_set_hash', 'definitions.definition'])
    .select(['classifications.verdict', 'classifications.definition_hash', 'classifications.context_hash'])
    .where('current_lists.server_id', 'in', ids)
    .orderBy('current_lists.server_id')
    .orderBy('classifications.position');
  const rows = await (onlyDoubts ? query.where('classifications.needs_review', '=', 1) : query).execute();
  const servers = new Map<string, ListedTools>();
  for (const row of rows) {
    const { server_id: server, tool_set_hash: toolSetHash } = row;
    const listed = servers.get(server) ?? { server, toolSetHash, tools: [] };
    servers.set(server, listed);
    const { name }: { name: string } = JSON.parse(row.definition);
    const verdict = readVerdict(row);
    listed.tools.push({ name, definitionHash: verdict.definitionHash, verdict });
  }
  return [...servers.values()];
}
