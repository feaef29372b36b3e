import { type Kysely, sql } from 'kysely';
import { type Account, MAX_EXAMPLES } from '../../model/account.ts';
import type { Category } from '../../model/category.ts';
import { countClones, queryClones } from '../queries/clones.ts';
import type { CatalogTables } from '../schema.ts';
import { codeOf } from './decide.ts';

/** What an account tells of a run by the rows of the catalogue. */
export type NightFigures = Pick<
  Account,
  | 'done'
  | 'listed'
  | 'new'
  | 'changed'
  | 'unchanged'
  | 'failed'
  | 'newlyUnreachable'
  | 'stale'
  | 'newTools'
  | 'risen'
  | 'clones'
  | 'catalog'
>;

/** Examples of one failure code. */
const CODE_EXAMPLES = 3;

/** The figures of a run, as they are now. `now` is ISO 8601. */
export async function readNightFigures(db: Kysely<CatalogTables>, run: string, now: string): Promise<NightFigures> {
  const changes = await db
    .selectFrom('run_servers')
    .select(({ fn }) => ['change', fn.countAll().as('n')])
    .where('run_id', '=', run)
    .groupBy('change')
    .execute();
  const of = (change: string): number => Number(changes.find((row) => row.change === change)?.n ?? 0);
  const listed = of('new') + of('changed') + of('unchanged');
  return {
    done: listed + of('failed'),
    listed,
    new: of('new'),
    changed: of('changed'),
    unchanged: of('unchanged'),
    failed: await readFailed(db, run, of('failed')),
    newlyUnreachable: await readNewlyUnreachable(db, run),
    stale: await readStale(db, now),
    newTools: await readNewTools(db, run),
    risen: await readRisen(db, run),
    clones: await readClones(db),
    catalog: await readWhole(db),
  };
}

async function readFailed(db: Kysely<CatalogTables>, run: string, total: number): Promise<Account['failed']> {
  const rows = await db
    .selectFrom('failures')
    .select(({ fn }) => ['code', fn.countAll().as('n')])
    .where('run_id', '=', run)
    .groupBy('code')
    .execute();
  const codes: Account['failed']['codes'] = [];
  for (const { code, n } of rows.sort((a, b) => Number(b.n) - Number(a.n) || (a.code < b.code ? -1 : 1))) {
    const examples = await db
      .selectFrom('failures')
      .select(['server_id as server', 'message'])
      .where('run_id', '=', run)
      .where('code', '=', code)
      .orderBy('server_id')
      .limit(CODE_EXAMPLES)
      .execute();
    codes.push({ code: codeOf(code), servers: Number(n), examples });
  }
  return { total, codes };
}

async function readNewlyUnreachable(db: Kysely<CatalogTables>, run: string): Promise<Account['newlyUnreachable']> {
  const failed = db
    .selectFrom('schedule as s')
    .innerJoin('failures as f', (join) => join.onRef('f.server_id', '=', 's.server_id').on('f.run_id', '=', run))
    .where('s.due_run', '=', run)
    .where('s.done_run', '=', run)
    .where('s.failures', '=', 1)
    .where('s.listed_at', 'is not', null);
  const { n } = await failed.select(({ fn }) => fn.countAll().as('n')).executeTakeFirstOrThrow();
  const rows = await failed
    .select(['s.server_id as server', 'f.code', 'f.message', 's.listed_at'])
    .orderBy('s.server_id')
    .limit(MAX_EXAMPLES)
    .execute();
  const examples = rows.map(({ server, code, message, listed_at }) => ({
    server,
    code: codeOf(code),
    message,
    lastListedAt: listed_at ?? '',
  }));
  return { total: Number(n), examples };
}

async function readStale(db: Kysely<CatalogTables>, now: string): Promise<Account['stale']> {
  const stale = db
    .selectFrom('schedule')
    .where('failure_code', 'is not', null)
    .where('listed_at', 'is not', null)
    .where('is_withdrawn', '=', 0)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('current_lists')
          .whereRef('current_lists.server_id', '=', 'schedule.server_id')
          .select('server_id'),
      ),
    );
  const { n } = await stale.select(({ fn }) => fn.countAll().as('n')).executeTakeFirstOrThrow();
  const rows = await stale
    .select(['server_id', 'failure_code', 'listed_at'])
    .orderBy('listed_at')
    .orderBy('server_id')
    .limit(MAX_EXAMPLES)
    .execute();
  const examples = rows.map(({ server_id, failure_code, listed_at }) => ({
    server: server_id,
    code: codeOf(failure_code ?? ''),
    listedAt: listed_at ?? '',
    ageMs: Math.max(0, Date.parse(now) - Date.parse(listed_at ?? now)),
  }));
  return { total: Number(n), examples };
}

async function readNewTools(db: Kysely<CatalogTables>, run: string): Promise<Account['newTools']> {
  const { total, events } = await readEvents(db, run, 'tool-added', sql`1 = 1`);
  return { total, examples: events.map(({ server, tool, category }) => ({ server, tool, category })) };
}

async function readRisen(db: Kysely<CatalogTables>, run: string): Promise<Account['risen']> {
  const { total, events } = await readEvents(db, run, 'risk-changed', sql`event like '%"direction":"up"%'`);
  return { total, examples: events.map(({ server, tool, from, to }) => ({ server, tool, from, to })) };
}

/** What of an event's JSON is read here. */
type ToolEvent = { server: string; tool: string; category: Category; from: Category; to: Category };

async function readEvents(
  db: Kysely<CatalogTables>,
  run: string,
  kind: string,
  which: ReturnType<typeof sql>,
): Promise<{ total: number; events: ToolEvent[] }> {
  const where = sql`from events where run_id = ${run} and kind = ${kind} and ${which}`;
  const counted = await sql<{ n: number | string }>`select count(*) as n ${where}`.execute(db);
  const found = await sql<{ event: string }>`select event ${where} order by id limit ${MAX_EXAMPLES}`.execute(db);
  return {
    total: Number(counted.rows[0]?.n ?? 0),
    events: found.rows.map(({ event }): ToolEvent => JSON.parse(event)),
  };
}

async function readClones(db: Kysely<CatalogTables>): Promise<Account['clones']> {
  const examples: Account['clones']['examples'] = [];
  for await (const row of queryClones(db, { limit: MAX_EXAMPLES })) {
    const { toolSetHash, tools, servers } = row;
    examples.push({ toolSetHash, tools, servers, examples: row.examples });
  }
  return { ...(await countClones(db)), examples };
}

async function readWhole(db: Kysely<CatalogTables>): Promise<Account['catalog']> {
  const { rows } = await sql<Record<'servers' | 'listed' | 'tools' | 'reviews', number | string>>`select
      (select count(*) from servers) as servers, count(*) as listed, coalesce(sum(s.tools), 0) as tools,
      coalesce(sum(a.reviews), 0) as reviews
    from current_lists l join snapshots s on s.id = l.snapshot_id join assessments a on a.id = l.assessment_id`.execute(
    db,
  );
  const [row] = rows;
  return {
    servers: Number(row?.servers ?? 0),
    listed: Number(row?.listed ?? 0),
    tools: Number(row?.tools ?? 0),
    needsReview: Number(row?.reviews ?? 0),
  };
}
