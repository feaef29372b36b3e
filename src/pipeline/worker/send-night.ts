import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.ts';
import { type DueServer, LANES, type Lane } from '../../catalog/schedule/schedule.ts';
import type { Account } from '../../model/account.ts';
import { beginNight, takeUpNight } from '../nightly/begin-night.ts';
import { judgedByOf } from '../nightly/due-terms.ts';
import { takeNightLock } from '../nightly/night-lock.ts';
import type { NightOptions, NightTools } from '../nightly/night-options.ts';
import type { JobQueue, NewJob } from './job-queue.ts';

/** Shape of a job of one server: its ids, no more. */
export const ServerJob = z.object({ run: z.string(), server: z.string() });
/** Shape of a job that closes a night. */
export const ClosingJob = z.object({ run: z.string() });

/** Jobs that are handed to the database at once. */
const BATCH = 1000;

/**
 * Begins a night, or goes on with the last one, and sends what is due to the workers: a job a server, and one that
 * closes the night. Sending again does no harm. Throws `DependencyError` where another night is being sent.
 */
export async function sendNight(
  catalog: Catalog,
  queue: JobQueue,
  options: NightOptions,
  tools: NightTools,
): Promise<Account> {
  const release = await takeNightLock(options, tools);
  try {
    const judgedBy = judgedByOf(tools.classifier, options.llm);
    const unfinished = await takeUpNight(catalog, options, tools);
    const { run, account } = unfinished ?? (await beginNight(catalog, options, tools, judgedBy));
    await sendDue(catalog, queue, run.id);
    await queue.announce();
    await queue.send('closings', [closingJob(run.id)]);
    return account;
  } finally {
    await release();
  }
}

/** Sends a job for each server that is due and not done; those that have one are left alone. */
export async function sendDue(catalog: Pick<Catalog, 'schedule'>, queue: JobQueue, run: string): Promise<void> {
  for (const lane of LANES) {
    let batch: NewJob[] = [];
    for await (const due of catalog.schedule.due(run, lane)) {
      batch.push(serverJob(run, due));
      if (batch.length < BATCH) continue;
      await queue.send(lane, batch);
      batch = [];
    }
    if (batch.length > 0) await queue.send(lane, batch);
  }
}

/** The job that closes a night; another one waits while the first is worked on. */
export function closingJob(run: string, afterSeconds = 0): NewJob {
  return { data: { run }, key: run, afterSeconds };
}

/** Limits of a lane that hold over all workers. */
export function perGroupOf(lane: Lane, { config }: Pick<NightOptions, 'config'>): number | undefined {
  return lane === 'remotes' ? config.limits.perHost : undefined;
}

function serverJob(run: string, { server, host }: DueServer): NewJob {
  return { data: { run, server }, key: server, ...(host === '' ? {} : { group: host }) };
}
