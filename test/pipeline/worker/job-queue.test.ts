import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCatalog } from '../../../src/catalog/open-catalog.ts';
import { DependencyError } from '../../../src/model/fault.ts';
import { type Job, type JobQueue, openJobQueue } from '../../../src/pipeline/worker/job-queue.ts';
import { ServerJob } from '../../../src/pipeline/worker/send-night.ts';
import { POSTGRES_URL } from '../../catalog/databases.ts';
import { freshJobSchema, type JobSchema } from './job-schema.ts';

const job = (server: string, group?: string) => ({
  data: { run: 'run-1', server },
  key: server,
  ...(group === undefined ? {} : { group }),
});

describe.skipIf(POSTGRES_URL === undefined)('the jobs on PostgreSQL', () => {
  let schema: JobSchema;
  let ours: JobQueue;
  let theirs: JobQueue;

  beforeEach(async () => {
    schema = await freshJobSchema(POSTGRES_URL ?? '');
    [ours, theirs] = await Promise.all([schema.open(), schema.open()]);
  });
  afterEach(async () => {
    await Promise.all([ours.close(), theirs.close()]);
    await schema.drop();
  });
  const states = async () => {
    const { rows } = await sql<{ name: string; state: string; tried: number }>`select name, state::text,
      retry_count as tried from ${sql.table(schema.jobs)} where name not like '\\_\\_%' order by name, state`.execute(
      schema.raw,
    );
    return rows;
  };
  /** Lets the pauses before retries pass. */
  const later = async () =>
    sql`update ${sql.table(schema.jobs)} set start_after = now() where state = 'retry'`.execute(schema.raw);

  it('give each server to one worker, once, however often it is sent', async () => {
    const servers = Array.from({ length: 30 }, (_none, index) => job(`npm:lock-${index}`));
    await Promise.all([ours.send('installs', servers), theirs.send('installs', servers)]);
    const taken = (await Promise.all([ours.take('installs', 20), theirs.take('installs', 20)])).flat();
    expect(new Set(taken.map(({ data }) => JSON.stringify(data))).size).toBe(30);
    expect(taken).toHaveLength(30);
    await ours.send('installs', servers);
    expect(await ours.take('installs', 1)).toEqual([]);
    await Promise.all(taken.map((each) => each.done()));
    await ours.send('installs', servers.slice(0, 1));
    expect(await ours.take('installs', 5)).toHaveLength(1);
  });

  it('keep to a number at once for each host, over all workers', async () => {
    const servers = ['a', 'b', 'c', 'd', 'e'].map((name) => job(`https://tide.example/${name}`, 'tide.example'));
    await ours.send('remotes', [...servers, job('https://quay.example/', 'quay.example')]);
    const first = await ours.take('remotes', 6, 2);
    const second = [...(await theirs.take('remotes', 6, 2)), ...(await theirs.take('remotes', 6, 2))];
    const taken = [...first, ...second];
    const hostOf = ({ data }: Job) => new URL(ServerJob.parse(data).server).host;
    expect(taken.map(hostOf).toSorted()).toEqual(['quay.example', 'tide.example', 'tide.example']);
    await taken.find((each) => hostOf(each) === 'tide.example')?.done();
    expect(await theirs.take('remotes', 6, 2)).toHaveLength(1);
  });

  it('come back from a worker that gave them back', async () => {
    await ours.send('stdio', [job('command:1')]);
    const [taken] = await ours.take('stdio', 1);
    await taken?.giveBack();
    expect(await theirs.take('stdio', 1)).toHaveLength(1);
  });

  it('come back from a worker that died, and stay with one that lives', async () => {
    const dying = await schema.open();
    await ours.send('stdio', [job('command:1')]);
    await ours.send('installs', [job('npm:lock')]);
    const [taken] = await ours.take('stdio', 1);
    expect(await dying.take('installs', 1)).toHaveLength(1);
    await dying.close();
    await expect.poll(states, { timeout: 40_000 }).toEqual([
      { name: 'installs', state: 'retry', tried: 0 },
      { name: 'stdio', state: 'active', tried: 0 },
    ]);
    await later();
    expect(await theirs.take('installs', 1)).toHaveLength(1);
    await taken?.done();
    expect((await states())[1]).toEqual({ name: 'stdio', state: 'completed', tried: 0 });
  });

  it('remember what they took, and add it up over a night', async () => {
    await ours.send('stdio', [job('command:1'), job('command:2'), job('command:3')]);
    const [first, second] = await ours.take('stdio', 2);
    await first?.done({ connect: 20, save: 1 });
    await second?.done({ connect: 22.5 });
    expect(await theirs.costsOf('run-1')).toEqual({ connect: 42.5, save: 1 });
    expect(await theirs.costsOf('run-2')).toEqual({});
  });

  it('go to the dead letters after the last try, with what they are about', async () => {
    await ours.send('installs', [job('npm:lock')]);
    for (let tries = 0; tries < 6; tries += 1) {
      const [taken] = await ours.take('installs', 1);
      await taken?.fail(new Error('the disk is gone'));
      await later();
    }
    expect(await ours.take('installs', 1)).toEqual([]);
    const [dead] = await theirs.take('dead-servers', 1);
    expect(dead?.data).toEqual({ run: 'run-1', server: 'npm:lock' });
  });

  it('begin a night when the cron expression says so, and no more when it is taken away', async () => {
    await ours.schedule({ expression: '0 2 * * *', timezone: 'Europe/Berlin' });
    await theirs.schedule({ expression: '30 3 * * *', timezone: 'UTC' });
    const schedules = async () =>
      (
        await sql`select name, cron, timezone from ${sql.table(schema.jobs.replace(/job$/, 'schedule'))}`.execute(
          schema.raw,
        )
      ).rows;
    expect(await schedules()).toEqual([{ name: 'nights', cron: '30 3 * * *', timezone: 'UTC' }]);
    await ours.schedule(undefined);
    expect(await schedules()).toEqual([]);
  });

  it('live in a schema of their own, and leave that of the catalogue alone', async () => {
    const catalog = await openCatalog(schema.url);
    expect(await catalog.check()).toEqual([]);
    await catalog.close();
  });
});

it('says that the database cannot be reached', async () => {
  const opening = openJobQueue({ url: 'postgres://nobody@127.0.0.1:1/none', heartbeatSeconds: 10, onError: () => {} });
  await expect(opening).rejects.toThrow(DependencyError);
});
