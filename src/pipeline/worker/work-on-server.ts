import type { Catalog } from '../../catalog/catalog.ts';
import type { DueServer } from '../../catalog/schedule/schedule.ts';
import type { Failure } from '../../model/failure.ts';
import { type LookContext, type Looked, lookAt } from '../nightly/look-at.ts';
import { failedOutcome } from '../nightly/outcome-of.ts';
import { StageClock } from '../nightly/stage-clock.ts';
import { type Costs, stageCosts } from './costs.ts';
import type { Job } from './job-queue.ts';
import { ServerJob } from './send-night.ts';

/** Looks at the server of a job, unless it is done already. A job that was stopped is given back. */
export async function workOnServer(
  job: Job,
  contextOf: (run: string) => Promise<LookContext>,
  { schedule }: Pick<Catalog, 'schedule'>,
  asked: () => Costs,
): Promise<Looked['status'] | 'done-before'> {
  const { run, server } = ServerJob.parse(job.data);
  const due = await schedule.dueServer(run, server);
  if (due === undefined) {
    await job.done();
    return 'done-before';
  }
  const clock = new StageClock();
  const { status } = await lookAt(due, { ...(await contextOf(run)), clock });
  if (status === 'interrupted') await job.giveBack();
  else await job.done({ ...stageCosts(clock.read()), ...asked() });
  return status;
}

/** Notes a server on which worker after worker failed as one failed row, so that its night can end. */
export async function giveUpOnServer(
  job: Job,
  { schedule, saveResult }: Pick<Catalog, 'schedule' | 'saveResult'>,
  now: Date,
): Promise<void> {
  const { run, server } = ServerJob.parse(job.data);
  const due = await schedule.dueServer(run, server);
  if (due !== undefined) {
    const { target, entry } = due;
    const result = { target, entry, status: 'failed', failure: failureOf(due, now) } as const;
    await saveResult(run, result, failedOutcome(due, result.failure));
  }
  await job.done();
}

function failureOf({ entry }: DueServer, now: Date): Failure {
  return {
    entry,
    code: 'interrupted',
    stage: 'start',
    message: 'worker after worker died or failed while it looked at this server',
    nextStep: 'read what the workers logged, and try it alone with `toolrisk scan`',
    stderrTail: '',
    at: now.toISOString(),
  };
}
