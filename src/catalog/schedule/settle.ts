import { type Kysely, sql } from 'kysely';
import { keyText } from '../column-text.ts';
import { runShape } from '../insert-rows.ts';
import type { CatalogTables } from '../schema.ts';
import type { Outcome } from './schedule.ts';

/** Notes what became of a server; run it in a transaction, after its result is saved. */
export async function settle(db: Kysely<CatalogTables>, run: string, outcome: Outcome): Promise<void> {
  const given = { done_run: run, ...givenColumns(outcome) };
  const server = keyText(outcome.server);
  await runShape(db, `outcome ${outcome.kind}`, [{ ...given, server }], () =>
    db
      .updateTable('schedule')
      .set({ ...given, ...COMPUTED_COLUMNS[outcome.kind] })
      .where('server_id', '=', server),
  );
}

function givenColumns(outcome: Outcome) {
  if (outcome.kind === 'no-newer-version') return {};
  if (outcome.kind === 'rejudged') return { judged_by: outcome.judgedBy };
  const { recordHash, at, reason } = outcome;
  const tried = { tried_hash: recordHash, tried_at: at, reason };
  if (outcome.kind === 'failed') return { ...tried, failure_code: outcome.code };
  const { judgedBy, answerHash, ran } = outcome;
  return {
    ...tried,
    listed_at: at,
    judged_by: judgedBy,
    answer_hash: answerHash,
    ran,
    failure_code: null,
    failures: 0,
  };
}

const CURRENT = sql<number | null>`(select assessment_id from current_lists
  where current_lists.server_id = schedule.server_id)`;

/** What the database works out: it stands in the statement, not among its values. */
const COMPUTED_COLUMNS = {
  listed: { assessment_id: CURRENT },
  rejudged: { assessment_id: CURRENT },
  failed: { failures: sql<number>`failures + 1` },
  'no-newer-version': {},
} as const;
