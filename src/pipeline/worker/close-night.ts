import type { Catalog } from '../../catalog/catalog.ts';
import type { Account } from '../../model/account.ts';
import { endNight } from '../nightly/end-night.ts';
import { openNews } from '../nightly/night-news.ts';
import type { NightOptions, NightTools } from '../nightly/night-options.ts';
import { StageClock } from '../nightly/stage-clock.ts';
import { type Costs, withCosts } from './costs.ts';
import type { Job, JobQueue } from './job-queue.ts';
import { ClosingJob, closingJob, sendDue } from './send-night.ts';

/** How long a night that is not over is left alone, seconds. */
const LOOK_AGAIN_SECONDS = 3;

/**
 * Ends the night of a job where all its servers are done, and gives its account; else leaves a job behind that looks
 * again. A worker with nothing to do also sends what is left once more, should a job have been lost.
 */
export async function closeNight(
  job: Job,
  catalog: Catalog,
  queue: JobQueue,
  options: NightOptions,
  tools: NightTools & { isIdle: boolean; hasPrice: boolean },
): Promise<Account | undefined> {
  const { run: id } = ClosingJob.parse(job.data);
  const run = await catalog.findRun({ id });
  const begun = await catalog.schedule.account({ run: id });
  if (run === undefined || begun === undefined || run.finishedAt !== undefined) {
    await job.done();
    return undefined;
  }
  const { remaining } = await catalog.schedule.counts(id);
  if (remaining > 0) {
    if (tools.isIdle) await sendDue(catalog, queue, id);
    await queue.send('closings', [closingJob(id, LOOK_AGAIN_SECONDS)]);
    await job.done();
    return undefined;
  }
  const news = await openNews(run, options, catalog.resultsOf(id, 'news'), tools);
  const summed = withCosts(begun, await costsOf(begun, queue, tools.now()), options.llm, tools.hasPrice);
  const clock = new StageClock(summed.stages);
  const { account } = await endNight(catalog, { run, account: summed, clock }, news, tools);
  await job.done();
  return account;
}

/** What the workers took; nothing where it was added before, by one that was killed while it closed the night. */
async function costsOf({ run, state, at }: Account, queue: JobQueue, now: Date): Promise<Costs> {
  if (state === 'complete') return {};
  return { ...(await queue.costsOf(run)), look: Math.max(0, now.getTime() - Date.parse(at)) };
}
