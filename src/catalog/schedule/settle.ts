import { type Kysely, sql } from 'kysely';
import { keyText } from '../column-text.ts';
import type { CatalogTables } from '../schema.ts';
import type { Outcome } from './schedule.ts';

/** Notes what became of servers. */
export async function settle(db: Kysely<CatalogTables>, run: string, outcomes: readonly Outcome[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const outcome of outcomes)
      await transaction
        .updateTable('schedule')
        .set({ done_run: run, ...columnsOf(outcome) })
        .where('server_id', '=', keyText(outcome.server))
        .execute();
  });
}

function columnsOf(outcome: Outcome) {
  if (outcome.kind === 'no-newer-version') return {};
  if (outcome.kind === 'rejudged') return { judged_by: outcome.judgedBy, assessment_id: CURRENT };
  const { recordHash, at, reason } = outcome;
  const tried = { tried_hash: recordHash, tried_at: at, reason };
  if (outcome.kind === 'failed') return { ...tried, failure_code: outcome.code, failures: sql<number>`failures + 1` };
  const { judgedBy, answerHash, ran } = outcome;
  const listed = { listed_at: at, judged_by: judgedBy, answer_hash: answerHash, ran, assessment_id: CURRENT };
  return { ...tried, ...listed, failure_code: null, failures: 0 };
}

const CURRENT = sql<number | null>`(select assessment_id from current_lists
  where current_lists.server_id = schedule.server_id)`;
