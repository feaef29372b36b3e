import { setTimeout } from 'node:timers/promises';
import type { Job, JobQueue } from './job-queue.ts';
import type { QueueName } from './queues.ts';

/** One queue, and what this process does with its jobs. */
export type Desk = {
  queue: QueueName;
  /** Jobs side by side in this process. */
  atOnce: number;
  /** Jobs of one group side by side in all processes. */
  perGroup?: number | undefined;
  /** Whether jobs may be taken now. */
  mayTake?: () => Promise<boolean>;
  /** Ends the job. What it throws stops the process. */
  work: (job: Job) => Promise<void>;
};

/** How long a queue is left alone that had nothing more to give, unless one of its jobs ends before. */
const REST_MS = 500;

type State = { desk: Desk; busy: number; restsUntil: number };

/**
 * Takes jobs of all queues whenever there is room for them, until the signal says so or `isOver`, which is asked when
 * nothing is to do. The first error stops it too. What is in flight is waited for, and the error thrown.
 */
export async function takeJobs(
  queue: Pick<JobQueue, 'take'>,
  desks: readonly Desk[],
  { signal, isOver }: { signal: AbortSignal; isOver: () => Promise<boolean> },
): Promise<void> {
  const states = desks.map((desk): State => ({ desk, busy: 0, restsUntil: 0 }));
  const inFlight = new Set<Promise<void>>();
  const errors: unknown[] = [];
  let wake = Promise.withResolvers<void>();
  const workOn = async (state: State, job: Job): Promise<void> => {
    state.busy += 1;
    try {
      await state.desk.work(job);
    } catch (error) {
      errors.push(error);
    }
    state.busy -= 1;
    state.restsUntil = 0;
    wake.resolve();
  };
  const start = (state: State, job: Job): void => {
    const working = workOn(state, job);
    inFlight.add(working);
    void working.then(() => inFlight.delete(working));
  };
  const takeOnce = async (): Promise<boolean> => {
    let hasTaken = false;
    for (const state of states) {
      for (const job of await jobsFor(state, queue)) {
        start(state, job);
        hasTaken = true;
      }
    }
    return hasTaken;
  };
  try {
    while (!signal.aborted && errors.length === 0) {
      wake = Promise.withResolvers();
      if (await takeOnce()) continue;
      if (inFlight.size === 0 && (await isOver())) break;
      await Promise.race([wake.promise, setTimeout(REST_MS, undefined, { signal }).catch(() => undefined)]);
    }
  } catch (error) {
    errors.push(error);
  }
  await Promise.all(inFlight);
  if (errors.length > 0) throw errors[0];
}

async function jobsFor(state: State, queue: Pick<JobQueue, 'take'>): Promise<Job[]> {
  const { desk, busy, restsUntil } = state;
  const room = desk.atOnce - busy;
  if (room <= 0 || performance.now() < restsUntil) return [];
  const jobs = (await desk.mayTake?.()) === false ? [] : await queue.take(desk.queue, room, desk.perGroup);
  if (jobs.length < room) state.restsUntil = performance.now() + REST_MS;
  return jobs;
}
