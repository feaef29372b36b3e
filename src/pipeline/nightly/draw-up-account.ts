import type { Catalog } from '../../catalog/catalog.ts';
import type { ScheduleCounts } from '../../catalog/schedule/schedule.ts';
import { type Account, DUE_REASON_CODES } from '../../model/account.ts';
import type { LlmLedger } from '../../model/llm-ledger.ts';
import type { Run } from '../../model/run.ts';
import type { StageClock } from './stage-clock.ts';

/** What of an account the catalogue does not know. */
export type AccountSoFar = Pick<Account, 'resumed'> & {
  run: Pick<Run, 'id' | 'startedAt'>;
  sources: Pick<Account['sources'], 'problems' | 'problemExamples' | 'isIncomplete'>;
  llm?: Account['llm'];
};

/** Draws up the account of a night as it stands: by the rows of the catalogue, so that kills and resumes are in it. */
export async function drawUpAccount(
  catalog: Pick<Catalog, 'schedule'>,
  { run, resumed, sources, llm }: AccountSoFar,
  clock: StageClock,
  now: Date,
): Promise<Account> {
  const at = now.toISOString();
  const counts = await catalog.schedule.counts(run.id);
  const figures = await catalog.schedule.figures(run.id, at);
  const due = dueOf(counts);
  const asked = counts.reasons['ask-version'] ?? 0;
  const known = counts.named + (sources.isIncomplete ? counts.unnamed : 0);
  const { problems, problemExamples, isIncomplete } = sources;
  return {
    run: run.id,
    startedAt: run.startedAt,
    at,
    state: counts.remaining === 0 ? 'complete' : 'interrupted',
    resumed,
    sources: {
      servers: counts.named,
      withdrawn: counts.withdrawn,
      unnamed: isIncomplete ? 0 : counts.unnamed,
      problems,
      problemExamples,
      isIncomplete,
    },
    due,
    notDue: Math.max(0, known - due.total),
    versionsAsked: asked,
    remaining: counts.remaining,
    ...figures,
    stages: clock.read(),
    ...(llm === undefined ? {} : { llm }),
  };
}

function dueOf({ reasons }: ScheduleCounts): Account['due'] {
  const present = DUE_REASON_CODES.flatMap((code) =>
    reasons[code] === undefined ? [] : [[code, reasons[code]] as const],
  );
  return { total: present.reduce((sum, [, servers]) => sum + servers, 0), reasons: Object.fromEntries(present) };
}

/** What of a ledger an account tells. */
type Asked = Pick<LlmLedger, 'model' | 'requests' | 'cacheHits' | 'cost'> & {
  tokens: Pick<LlmLedger['tokens'], 'input' | 'output'>;
};

/** What asking took in all starts of a run. */
export function addLedger(before: Account['llm'], ledger: Asked | undefined): Account['llm'] {
  if (ledger === undefined) return before;
  const { model, requests, cacheHits, tokens, cost } = ledger;
  return {
    model,
    requests: requests + (before?.requests ?? 0),
    cacheHits: cacheHits + (before?.cacheHits ?? 0),
    tokens: tokens.input + tokens.output + (before?.tokens ?? 0),
    cost: cost === null ? null : cost + (before?.cost ?? 0),
  };
}
