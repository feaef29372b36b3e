import type { Catalog } from '../../catalog/catalog.ts';
import type { Account } from '../../model/account.ts';
import type { Run } from '../../model/run.ts';
import { finishRun } from '../run-record.ts';
import { drawUpAccount } from './draw-up-account.ts';
import type { NightNews } from './night-news.ts';
import type { NightTools } from './night-options.ts';
import type { StageClock } from './stage-clock.ts';

/** A night whose servers were looked at, all of them or until it was stopped. */
export type LookedAtNight = { run: Run; account: Account; clock: StageClock };

/**
 * Ends a night: writes the reports where all is done, draws up the account, keeps it in the catalogue and the run
 * folder, and only then calls the run finished, so that a kill before leaves it to the next start.
 */
export async function endNight(
  catalog: Catalog,
  { run, account: begun, clock }: LookedAtNight,
  news: NightNews,
  tools: Pick<NightTools, 'now'>,
): Promise<{ account: Account; written: string[] }> {
  const { remaining } = await catalog.schedule.counts(run.id);
  const isDone = remaining === 0;
  const finished = isDone ? finishRun(run, tools.now()) : run;
  const newsOf = () => catalog.resultsOf(run.id, 'news');
  const written = isDone ? await clock.time('report', () => news.report(finished, newsOf)) : [];
  const account = await drawUpAccount(catalog, { ...begun, run }, clock, tools.now());
  await catalog.schedule.saveAccount(account);
  written.push(...(await news.finish(finished, account)));
  if (isDone) await catalog.finishRun(finished);
  return { account, written };
}
