import { type Kysely, sql } from 'kysely';
import { DUE_REASON_CODES } from '../../model/account.ts';
import { recordOf } from '../../model/json.ts';
import { ServerEntry } from '../../model/server-entry.ts';
import { keyText } from '../column-text.ts';
import type { CatalogTables } from '../schema.ts';
import { laneOf } from './decide.ts';
import { type DueServer, LANES, type Lane, type ScheduleCounts, type ScheduleReason } from './schedule.ts';

const COLUMNS = [
  'server_id',
  'record',
  'record_hash',
  'lane',
  'host',
  'spread',
  'reason',
  'judged_by',
  'answer_hash',
  'ran',
  'tried_hash',
  'listed_at',
  'assessment_id',
] as const;

const PAGE = 200;

/** What is due in a run and not done, in the order of `spread`, page by page. */
export async function* readDue(
  db: Kysely<CatalogTables>,
  run: string,
  lane: Lane,
): AsyncGenerator<DueServer, void, void> {
  for (let after = { spread: -1, server: '' }; ; ) {
    const rows = await pending(db, run)
      .where('lane', '=', lane)
      .where(sql<boolean>`(spread, server_id) > (${after.spread}, ${after.server})`)
      .orderBy('spread')
      .orderBy('server_id')
      .limit(PAGE)
      .execute();
    for (const row of rows) yield dueOf(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = { spread: last.spread, server: last.server_id };
  }
}

/** One server that is due in a run and not done. */
export async function readDueServer(
  db: Kysely<CatalogTables>,
  run: string,
  server: string,
): Promise<DueServer | undefined> {
  const row = await pending(db, run).where('server_id', '=', keyText(server)).executeTakeFirst();
  return row === undefined ? undefined : dueOf(row);
}

function pending(db: Kysely<CatalogTables>, run: string) {
  return db
    .selectFrom('schedule')
    .select(COLUMNS)
    .select((eb) =>
      eb
        .selectFrom('current_lists')
        .select('current_lists.assessment_id')
        .whereRef('current_lists.server_id', '=', 'schedule.server_id')
        .as('current_id'),
    )
    .where('due_run', '=', run)
    .where(sql<boolean>`done_run is distinct from ${run}`);
}

type PendingRow = NonNullable<Awaited<ReturnType<ReturnType<typeof pending>['executeTakeFirst']>>>;

function dueOf(row: PendingRow): DueServer {
  const [target, entry] = JSON.parse(row.record) as [string, unknown];
  const isSame = row.tried_hash === row.record_hash && row.assessment_id === row.current_id;
  return {
    server: row.server_id,
    target,
    entry: ServerEntry.parse(entry),
    lane: laneOf(row.lane),
    host: row.host,
    reason: reasonOf(row.reason),
    recordHash: row.record_hash,
    judgedBy: row.judged_by,
    answerHash: isSame ? row.answer_hash : null,
    ran: row.ran,
    listedAt: row.listed_at,
    isListed: row.current_id !== null,
  };
}

function reasonOf(reason: string | null): ScheduleReason {
  if (reason === 'ask-version') return reason;
  const found = DUE_REASON_CODES.find((code) => code === reason);
  if (found === undefined) throw new TypeError(`there is no reason ${reason}`);
  return found;
}

/** Counts of a run by its rows. */
export async function readCounts(db: Kysely<CatalogTables>, run: string): Promise<ScheduleCounts> {
  const { rows: named } = await sql<{
    what: string;
    n: number | string;
  }>`select case when is_withdrawn = 1 then 'withdrawn'
      when named_run = ${run} then 'named' else 'unnamed' end as what, count(*) as n from schedule group by what`.execute(
    db,
  );
  const { rows: due } = await sql<{
    reason: string;
    lane: string;
    n: number | string;
    left: number | string;
  }>`select reason, lane,
      count(*) as n,
      sum(case when done_run is distinct from due_run then 1 else 0 end) as ${sql.ref('left')}
    from schedule where due_run = ${run} group by reason, lane`.execute(db);
  const of = (what: string): number => Number(named.find((row) => row.what === what)?.n ?? 0);
  const reasons: ScheduleCounts['reasons'] = {};
  for (const { reason, n } of due) reasons[reasonOf(reason)] = (reasons[reasonOf(reason)] ?? 0) + Number(n);
  const leftOf = (rows: typeof due): number => rows.reduce((sum, { left }) => sum + Number(left), 0);
  return {
    named: of('named'),
    withdrawn: of('withdrawn'),
    unnamed: of('unnamed'),
    reasons,
    remaining: leftOf(due),
    lanes: recordOf(LANES, (lane) => leftOf(due.filter((row) => row.lane === lane))),
  };
}

/** Keys of servers on which, or on whose tool set, people decided. */
export async function readReviewed(db: Kysely<CatalogTables>): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select server_id as id from review_events
    union select server_id from current_lists
      where tool_set_hash in (select tool_set_hash from review_events)`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
