import type { Kysely } from 'kysely';
import { FAILURE_CODES, type FailureCode } from '../../model/failure.ts';
import { keyText } from '../column-text.ts';
import { inChunks } from '../in-chunks.ts';
import type { CatalogTables, ScheduleRow } from '../schema.ts';
import { recordHash } from './name-servers.ts';
import type { NamedServer, ScheduleFacts, ScheduleReason, ScheduleStore } from './schedule.ts';

const FACTS = [
  'server_id',
  'lane',
  'is_moving',
  'record_hash',
  'tried_hash',
  'tried_at',
  'listed_at',
  'judged_by',
  'failure_code',
  'failures',
] as const;
type FactsRow = Pick<ScheduleRow, (typeof FACTS)[number]>;

/** Rows read at once, and rows of one update. */
const PAGE = 5000;
const CHUNK = 1000;

/** Marks what is due in a run; in one transaction, so that a run is either decided or not. */
export async function decide(
  db: Kysely<CatalogTables>,
  run: string,
  which: Parameters<ScheduleStore['decide']>[1],
  choose: Parameters<ScheduleStore['decide']>[2],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (let last = ''; ; ) {
      let query = transaction.selectFrom('schedule').select(FACTS).where('is_withdrawn', '=', 0);
      if (which === 'named') query = query.where('named_run', '=', run);
      const rows = await query.where('server_id', '>', last).orderBy('server_id').limit(PAGE).execute();
      await mark(transaction, run, chosen(rows, choose));
      last = rows.at(-1)?.server_id ?? last;
      if (rows.length < PAGE) return;
    }
  });
}

function chosen(
  rows: readonly FactsRow[],
  choose: (facts: ScheduleFacts) => ScheduleReason | undefined,
): Map<ScheduleReason, string[]> {
  const servers = new Map<ScheduleReason, string[]>();
  for (const row of rows) {
    const reason = choose(factsOf(row));
    if (reason === undefined) continue;
    const list = servers.get(reason);
    if (list === undefined) servers.set(reason, [row.server_id]);
    else list.push(row.server_id);
  }
  return servers;
}

async function mark(
  db: Kysely<CatalogTables>,
  run: string,
  reasons: ReadonlyMap<ScheduleReason, readonly string[]>,
): Promise<void> {
  for (const [reason, servers] of reasons)
    for (const chunk of inChunks(servers, CHUNK))
      await db.updateTable('schedule').set({ due_run: run, reason }).where('server_id', 'in', chunk).execute();
}

/** What is remembered of servers, in the order given. */
export async function readFacts(db: Kysely<CatalogTables>, servers: readonly NamedServer[]): Promise<ScheduleFacts[]> {
  const keys = servers.map(({ entry }) => keyText(entry.id));
  const rows = await db.selectFrom('schedule').select(FACTS).where('server_id', 'in', keys).execute();
  const known = new Map(rows.map((row) => [row.server_id, factsOf(row)]));
  return servers.map(({ entry, lane, isMoving }, at) => {
    const server = keys[at] ?? '';
    const facts = known.get(server) ?? { ...NEVER_TRIED, server };
    return { ...facts, lane, isMoving, recordHash: recordHash(entry) };
  });
}

const NEVER_TRIED = {
  triedHash: null,
  triedAt: null,
  listedAt: null,
  judgedBy: null,
  failureCode: null,
  failures: 0,
} as const;

function factsOf(row: FactsRow): ScheduleFacts {
  return {
    server: row.server_id,
    lane: laneOf(row.lane),
    isMoving: row.is_moving === 1,
    recordHash: row.record_hash,
    triedHash: row.tried_hash,
    triedAt: row.tried_at,
    listedAt: row.listed_at,
    judgedBy: row.judged_by,
    failureCode: row.failure_code === null ? null : codeOf(row.failure_code),
    failures: row.failures,
  };
}

/** The lane that a row names. */
export function laneOf(lane: string): ScheduleFacts['lane'] {
  if (lane === 'installs' || lane === 'stdio' || lane === 'remotes') return lane;
  throw new TypeError(`there is no lane ${lane}`);
}

/** The code that a row names; one of a later toolrisk counts as the nearest of ours. */
export function codeOf(code: string): FailureCode {
  return isCode(code) ? code : 'unsupported';
}

function isCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURE_CODES, code);
}
