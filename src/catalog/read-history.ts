import { type Kysely, sql } from 'kysely';
import type { Account } from '../model/account.ts';
import type { ReviewEvent } from '../model/review-event.ts';
import type { Run, ServerResult } from '../model/run.ts';
import { type ResultRow, readResult } from './read-results.ts';
import { readJournal } from './reviews/events.ts';
import { runOf } from './runs.ts';
import { type ListedAgain, listHash } from './save-again.ts';
import { readAccount } from './schedule/accounts.ts';
import type { CatalogTables } from './schema.ts';

/** One record of a catalogue's history. */
export type HistoryRecord =
  | { type: 'run'; run: Run }
  | { type: 'result'; run: string; result: ServerResult }
  | { type: 'again'; run: string; result: ListedAgain }
  | { type: 'account'; account: Account }
  | { type: 'answer'; key: string; answer: string; at: string }
  | { type: 'review'; event: ReviewEvent };

const PAGE = 100;

/** All runs, then all results in the order of saving, then the accounts of nights, then the remembered answers, then people's decisions; of one run only where it is named. */
export async function* readHistory(
  db: Kysely<CatalogTables>,
  runId?: string,
): AsyncGenerator<HistoryRecord, void, void> {
  const query = db.selectFrom('runs').selectAll().orderBy('started_at').orderBy('id');
  const runs = await (runId === undefined ? query : query.where('id', '=', runId)).execute();
  for (const row of runs) yield { type: 'run', run: runOf(row) };
  yield* resultsInOrder(db, runId);
  yield* accountsInOrder(db, runId);
  if (runId !== undefined) return;
  yield* answersInOrder(db);
  for await (const event of readJournal(db)) yield { type: 'review', event };
}

type HistoryRow = ResultRow & { seq: number; run_id: string; snapshot: string | null; assessment: string | null };

function againOf({ target, entry, provenance }: HistoryRow, list: string): ListedAgain {
  return { target: JSON.parse(target), entry: JSON.parse(entry), provenance: JSON.parse(provenance ?? 'null'), list };
}

/** The list of each server's last result is remembered by its hash: a night of unchanged servers is a line each. */
async function* resultsInOrder(db: Kysely<CatalogTables>, runId: string | undefined): AsyncGenerator<HistoryRecord> {
  const lists = new Map<string, string>();
  const ofRun = runId === undefined ? sql`` : sql`and r.run_id = ${runId}`;
  for (let last = 0; ; ) {
    const { rows } = await sql<HistoryRow>`select r.seq, r.run_id, r.server_id,
        r.target, r.change, r.snapshot_id, r.assessment_id, r.provenance, e.entry, f.failure,
        s.content_hash as snapshot, a.content_hash as assessment
      from run_servers r join entries e on e.entry_hash = r.entry_hash
      left join failures f on f.run_id = r.run_id and f.server_id = r.server_id
      left join snapshots s on s.id = r.snapshot_id left join assessments a on a.id = r.assessment_id
      where r.seq > ${last} ${ofRun} order by r.seq limit ${PAGE}`.execute(db);
    for (const row of rows) {
      const list = row.snapshot === null || row.assessment === null ? '' : listHash(row.snapshot, row.assessment);
      const isAgain = row.change === 'unchanged' && lists.get(row.server_id) === list;
      if (list !== '') lists.set(row.server_id, list);
      if (isAgain) yield { type: 'again', run: row.run_id, result: againOf(row, list) };
      else yield { type: 'result', run: row.run_id, result: await readResult(db, row) };
    }
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < PAGE) return;
  }
}

async function* accountsInOrder(db: Kysely<CatalogTables>, runId: string | undefined): AsyncGenerator<HistoryRecord> {
  const query = db.selectFrom('accounts').select('run_id').orderBy('run_id');
  const rows = await (runId === undefined ? query : query.where('run_id', '=', runId)).execute();
  for (const { run_id } of rows) {
    const account = await readAccount(db, { run: run_id });
    if (account !== undefined) yield { type: 'account', account };
  }
}

async function* answersInOrder(db: Kysely<CatalogTables>): AsyncGenerator<HistoryRecord> {
  for (let last = ''; ; ) {
    const rows = await db
      .selectFrom('llm_answers')
      .selectAll()
      .where('key', '>', last)
      .orderBy('key')
      .limit(PAGE)
      .execute();
    for (const { key, answer, at } of rows) yield { type: 'answer', key, answer: JSON.parse(answer), at };
    last = rows.at(-1)?.key ?? last;
    if (rows.length < PAGE) return;
  }
}
