import type { Catalog } from '../../catalog/catalog.ts';
import { openCatalog } from '../../catalog/open-catalog.ts';
import { LANES, type Lane } from '../../catalog/schedule/schedule.ts';
import { InputError } from '../../model/fault.ts';
import { headlineOf } from '../../report/account/wording.ts';
import { deliverAccount } from '../deliver-account.ts';
import { createDiskFloor } from '../nightly/disk-floor.ts';
import { limitsFor } from '../nightly/limits.ts';
import { describeFull } from '../nightly/look-at-all.ts';
import type { NightOptions, NightTools } from '../nightly/night-options.ts';
import { openLlm } from '../open-llm.ts';
import { closeNight } from './close-night.ts';
import { createLedgerReader } from './costs.ts';
import { type Job, type JobQueue, openJobQueue } from './job-queue.ts';
import { openContexts } from './open-contexts.ts';
import { perGroupOf, sendNight } from './send-night.ts';
import { type Desk, takeJobs } from './take-jobs.ts';
import { giveUpOnServer, workOnServer } from './work-on-server.ts';

/** What a worker is told beside its config. */
export type WorkerTerms = {
  /** Ends when no night is unfinished, in place of waiting for the next one. */
  drain: boolean;
};

/**
 * Takes jobs from the catalogue's PostgreSQL until the signal stops it: servers that are due, nights to begin and
 * nights to close. Any number of workers share the jobs. Throws `InputError` where the catalogue is no PostgreSQL,
 * `DependencyError` where it cannot serve.
 */
export async function runWorker(options: NightOptions, tools: NightTools, { drain }: WorkerTerms): Promise<void> {
  await withQueue(options, tools, async (catalog, queue) => {
    const { cron, timezone } = options.config.worker;
    await queue.schedule(cron === undefined ? undefined : { expression: cron, timezone });
    const llm = await openLlm(options.llm, { ...tools, cache: catalog.answers });
    const desks = desksOf(catalog, queue, options, { ...tools, llm });
    const isOver = async (): Promise<boolean> => drain && !(await hasOpenNight(catalog));
    await takeJobs(queue, desks, { signal: tools.signal, isOver });
    await llm?.close();
  });
}

/** Begins a night for the workers, and leaves the looking to them. Gives its account so far. */
export async function enqueueNight(options: NightOptions, tools: NightTools) {
  return await withQueue(options, tools, (catalog, queue) => sendNight(catalog, queue, options, tools));
}

async function withQueue<T>(
  { database, config }: NightOptions,
  { now, onEvent }: NightTools,
  use: (catalog: Catalog, queue: JobQueue) => Promise<T>,
): Promise<T> {
  if (!/^postgres(?:ql)?:\/\//.test(database))
    throw new InputError(
      'workers share a catalogue on PostgreSQL: name one with --database or `database` in the config (postgres://user@host/name)',
    );
  const catalog = await openCatalog(database, { now });
  try {
    const queue = await openJobQueue({
      url: database,
      heartbeatSeconds: Math.ceil(config.worker.heartbeat / 1000),
      onError: (message) => onEvent({ type: 'note', message: `the job queue: ${message}` }),
    });
    try {
      return await use(catalog, queue);
    } finally {
      await queue.close();
    }
  } finally {
    await catalog.close();
  }
}

type WorkerTools = NightTools & { llm: Awaited<ReturnType<typeof openLlm>> };

function desksOf(catalog: Catalog, queue: JobQueue, options: NightOptions, tools: WorkerTools): Desk[] {
  const contexts = openContexts(catalog, options, tools);
  const limits = limitsFor(options.config.limits);
  const hasDisk = tellingOnce(createDiskFloor(options.places.installs, options.config.diskFloor), () =>
    tools.onEvent({ type: 'note', message: describeFull(options) }),
  );
  const asked = createLedgerReader(tools.llm?.ledger);
  const end = ending(tools);
  let inHand = 0;
  const look = async (lane: Lane, job: Job): Promise<void> => {
    inHand += 1;
    try {
      contexts.count(lane, await workOnServer(job, contexts.of, catalog, asked));
    } finally {
      inHand -= 1;
    }
  };
  const close = async (job: Job): Promise<void> => {
    const account = await closeNight(job, catalog, queue, options, {
      ...tools,
      isIdle: inHand === 0,
      hasPrice: tools.llm?.ledger().cost !== null,
    });
    if (account === undefined) return;
    tools.onEvent({ type: 'note', message: `the night ${account.run} is over: ${headlineOf(account)}` });
    await deliverAccount(account, options.recipients, tools);
  };
  const begin = async (job: Job): Promise<void> => {
    const account = await sendNight(catalog, queue, options, tools);
    tools.onEvent({ type: 'note', message: `began the night ${account.run}: ${account.due.total} servers are due` });
    await job.done();
  };
  return [
    { queue: 'dead-servers', atOnce: 1, work: end((job) => giveUpOnServer(job, catalog, tools.now())) },
    ...LANES.map((lane): Desk => {
      const work = end((job) => look(lane, job));
      const desk = { queue: lane, atOnce: limits[lane], perGroup: perGroupOf(lane, options), work };
      return lane === 'installs' ? { ...desk, mayTake: hasDisk } : desk;
    }),
    { queue: 'nights', atOnce: 1, work: end(begin) },
    { queue: 'closings', atOnce: 1, work: end(close) },
  ];
}

/** The same question, and a word whenever the answer turns to no. */
function tellingOnce(ask: () => Promise<boolean>, tell: () => void): () => Promise<boolean> {
  let before = true;
  return async () => {
    const now = await ask();
    if (before && !now) tell();
    before = now;
    return now;
  };
}

/** Turns work into work that always ends its job; only a database that is gone stops the worker. */
function ending({ signal, onEvent }: NightTools): (work: Desk['work']) => Desk['work'] {
  return (work) => async (job) => {
    try {
      await work(job);
    } catch (error) {
      if (signal.aborted) return await job.giveBack();
      const reason = error instanceof Error ? error.message : String(error);
      onEvent({ type: 'note', message: `a job of ${job.queue} failed and will be tried again: ${reason}` });
      await job.fail(error);
    }
  };
}

/** Whether the last night is not over yet. */
async function hasOpenNight({ schedule, findRun }: Catalog): Promise<boolean> {
  const account = await schedule.account('last');
  const run = account === undefined ? undefined : await findRun({ id: account.run });
  return run !== undefined && run.finishedAt === undefined;
}
