import type { PgBoss } from 'pg-boss';
import { asDependencyError } from '../../catalog/database/dependency-error.ts';
import { LANES } from '../../catalog/schedule/schedule.ts';
import { DependencyError, InputError } from '../../model/fault.ts';
import type { Costs } from './costs.ts';
import { QUEUES, type QueueName } from './queues.ts';

/** A job to send. It holds ids only, never a secret: whoever works on it has the config. */
export type NewJob = {
  data: Record<string, string>;
  /** What at most one job of a queue may be about. */
  key: string;
  /** What the number of jobs worked on at once is limited by: the host of a remote. */
  group?: string;
  /** Not before so many seconds. */
  afterSeconds?: number;
};

/** A job that this process has in hand. Until it is ended, a sign of life goes to the database. */
export type Job = {
  queue: QueueName;
  id: string;
  data: unknown;
  /** Ends it: it is done, and took this. */
  done: (costs?: Costs) => Promise<void>;
  /** Ends it: it failed, and is tried again later or, after the last try, sent to the dead letters. */
  fail: (error: unknown) => Promise<void>;
  /** Ends it: whoever comes next may take it, at once. */
  giveBack: () => Promise<void>;
};

/** The jobs of many machines, on the catalogue's PostgreSQL. Every method throws `DependencyError` when it cannot serve. */
export type JobQueue = {
  /** Sends jobs; one whose key is there already is left out. */
  send: (queue: QueueName, jobs: readonly NewJob[]) => Promise<void>;
  /** Tells the database that many jobs are new: with what it knew of an empty table it would sort all for each take. */
  announce: () => Promise<void>;
  /** Takes jobs that nobody has in hand, at most so many; of one group at most `perGroup` anywhere, where it is given. */
  take: (queue: QueueName, most: number, perGroup?: number) => Promise<Job[]>;
  /** What the jobs of a run that are done took, added up. */
  costsOf: (run: string) => Promise<Costs>;
  /** Begins a night whenever a cron expression says so, in the time of a zone; undefined: never. */
  schedule: (cron: { expression: string; timezone: string } | undefined) => Promise<void>;
  close: () => Promise<void>;
};

/** How a queue is opened. */
export type JobQueueOptions = {
  /** URL of the catalogue's PostgreSQL. */
  url: string;
  /** Silence after which a worker counts as dead, at least 10. */
  heartbeatSeconds: number;
  /** Receives what goes wrong in the background. */
  onError: (message: string) => void;
};

/** By their ids, which are random: the order of the primary key, where any other would sort all jobs for each take. */
const ANY_ORDER = { priority: false, orderByCreatedOn: false } as const;

/** Jobs of one insert. */
const BATCH = 1000;
/** How often the database is asked for jobs of the dead, seconds. */
const WATCH_SECONDS = 5;

/** Opens the queues, making them where they are not there yet: in a schema of their own beside the catalogue's. */
export async function openJobQueue({ url, heartbeatSeconds, onError }: JobQueueOptions): Promise<JobQueue> {
  const place = new URL(url).host;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asDependencyError(error, place);
    }
  };
  return await guard(async () => {
    const schema = await schemaBeside(url);
    const boss = await startBoss(url, schema, onError);
    try {
      for (const { name, policy, ...terms } of QUEUES) {
        await boss.createQueue(name, { policy, ...terms, heartbeatSeconds });
        await boss.updateQueue(name, { ...terms, heartbeatSeconds });
      }
      return jobsOf({ boss, schema, guard, heartbeatSeconds, onError });
    } catch (error) {
      await boss.stop({ graceful: false });
      throw error;
    }
  });
}

async function startBoss(url: string, schema: string, onError: (message: string) => void): Promise<PgBoss> {
  const boss = new (await import('pg-boss')).PgBoss({
    connectionString: url,
    application_name: 'toolrisk jobs',
    schema,
    max: 4,
    superviseIntervalSeconds: WATCH_SECONDS,
    monitorIntervalSeconds: WATCH_SECONDS,
  });
  boss.on('error', (error) => onError(error.message));
  await boss.start();
  return boss;
}

/** Longest name of a schema that pg-boss takes. */
const MAX_SCHEMA = 50;

/** The schema of the jobs: `toolrisk_jobs`, or one named after the catalogue's where that is not `public`. */
async function schemaBeside(url: string): Promise<string> {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ schema: string | null }>('select current_schema() as schema');
    const schema = rows[0]?.schema ?? 'public';
    return schema === 'public' ? 'toolrisk_jobs' : `jobs_of_${schema.replaceAll(/\W/g, '_')}`.slice(0, MAX_SCHEMA);
  } finally {
    await client.end();
  }
}

type Guard = <T>(work: () => Promise<T>) => Promise<T>;

type Opened = {
  boss: PgBoss;
  schema: string;
  guard: Guard;
  heartbeatSeconds: number;
  onError: (message: string) => void;
};

function jobsOf({ boss, schema, guard, heartbeatSeconds, onError }: Opened): JobQueue {
  const inHand = new Map<string, QueueName>();
  const signs = setInterval(
    () => void signOfLife(boss, inHand).catch((error: unknown) => onError(String(error))),
    (heartbeatSeconds * 1000) / 3,
  );
  const end = async (id: string, work: () => Promise<unknown>): Promise<void> => {
    inHand.delete(id);
    await guard(work);
  };
  const jobOf = (queue: QueueName, id: string, data: unknown): Job => ({
    queue,
    id,
    data,
    done: (costs) => end(id, () => boss.complete(queue, id, costs)),
    fail: (error) => end(id, () => boss.fail(queue, id, { message: messageOf(error) })),
    giveBack: () =>
      end(id, async () => {
        await boss.cancel(queue, id);
        await boss.resume(queue, id);
      }),
  });
  return {
    send: (queue, jobs) => guard(() => sendInBatches(boss, queue, jobs)),
    announce: () => guard(async () => void (await boss.getDb().executeSql(`analyze ${schema}.job`))),
    take: async (queue, most, perGroup) => {
      const options = {
        batchSize: most,
        ...ANY_ORDER,
        ...(perGroup === undefined ? {} : { groupConcurrency: perGroup }),
      };
      const jobs = await guard(() => boss.fetch<unknown>(queue, options));
      for (const { id } of jobs) inHand.set(id, queue);
      return jobs.map(({ id, data }) => jobOf(queue, id, data));
    },
    costsOf: (run) => guard(() => sumCosts(boss, schema, run)),
    schedule: (cron) =>
      guard(async () => {
        if (cron === undefined) await boss.unschedule('nights');
        else await scheduleNights(boss, cron);
      }),
    close: async () => {
      clearInterval(signs);
      await guard(() => boss.stop({ graceful: false }));
    },
  };
}

async function sumCosts(boss: PgBoss, schema: string, run: string): Promise<Costs> {
  const { rows }: { rows: { name: string; sum: number }[] } = await boss.getDb().executeSql(
    `select cost.key as name, sum(cost.value::numeric)::float8 as sum
     from ${schema}.job, jsonb_each_text(output) cost
     where name = any($1::text[]) and state = 'completed' and data->>'run' = $2 and jsonb_typeof(output) = 'object'
     group by cost.key`,
    [[...LANES], run],
  );
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}

async function scheduleNights(
  boss: PgBoss,
  { expression, timezone }: { expression: string; timezone: string },
): Promise<void> {
  try {
    await boss.schedule('nights', expression, {}, { tz: timezone, singletonKey: 'night' });
  } catch (cause) {
    const error = asDependencyError(cause, 'of the jobs');
    if (error instanceof DependencyError) throw error;
    throw new InputError(`the cron expression "${expression}" in ${timezone} cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}

async function signOfLife(boss: PgBoss, inHand: ReadonlyMap<string, QueueName>): Promise<void> {
  const byQueue = Map.groupBy(inHand, ([, queue]) => queue);
  for (const [queue, jobs] of byQueue)
    await boss.touch(
      queue,
      jobs.map(([id]) => id),
    );
}

async function sendInBatches(boss: PgBoss, queue: QueueName, jobs: readonly NewJob[]): Promise<void> {
  for (let from = 0; from < jobs.length; from += BATCH) {
    const batch = jobs.slice(from, from + BATCH).map(({ data, key, group, afterSeconds }) => ({
      data,
      singletonKey: key,
      ...(group === undefined ? {} : { group: { id: group } }),
      ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
    }));
    await boss.insert(queue, batch, { returnId: false });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
