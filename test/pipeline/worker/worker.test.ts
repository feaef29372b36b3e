import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCatalog } from '../../../src/catalog/open-catalog.ts';
import { Account } from '../../../src/model/account.ts';
import { POSTGRES_URL } from '../../catalog/databases.ts';
import { readOpenMetrics } from '../../report/account/openmetrics-text.ts';
import { freshJobSchema, type JobSchema } from './job-schema.ts';
import { openQuay, type Quay } from './quay.ts';

const SERVERS = 60;

describe.skipIf(POSTGRES_URL === undefined)('workers over one PostgreSQL catalogue', () => {
  let quay: Quay;
  let schema: JobSchema;
  beforeEach(async () => {
    [quay, schema] = await Promise.all([openQuay(SERVERS, 150), freshJobSchema(POSTGRES_URL ?? '')]);
  });
  afterEach(async () => {
    await quay.close();
    await schema.drop();
  });

  const doneServers = async (): Promise<number> => {
    const { rows } = await sql<{ n: string }>`select count(*) as n from run_servers`.execute(schema.raw);
    return Number(rows[0]?.n);
  };
  /** What a catalogue holds, without times, counters and ids of runs. */
  const contents = async (database: string) => {
    const catalog = await openCatalog(database);
    const account = await catalog.schedule.account('last');
    const results: { id: string; status: string; listed: unknown[]; code: string }[] = [];
    for await (const result of catalog.resultsOf(account?.run ?? '')) {
      const { entry, status } = result;
      const listed = result.status === 'listed' ? [result.change, result.snapshot.tools, result.classifications] : [];
      results.push({ id: entry.id, status, listed, code: result.status === 'failed' ? result.failure.code : '' });
    }
    const findings = await catalog.check();
    const run = await catalog.findRun('last');
    await catalog.close();
    const { listed, failed, remaining, newTools, risen, clones, state, due } = account ?? ({} as Account);
    const numbers = { listed, failed: failed.total, remaining, newTools, risen, clones, state, due };
    return { results, findings, numbers, isFinished: run?.finishedAt !== undefined };
  };

  it('end with one row a server and the catalogue of an undisturbed night when one of them is killed', async () => {
    const config = quay.configFor(schema.url);
    const sent = quay.start('nightly', '-c', config, '--enqueue');
    expect([await sent.ended, sent.said()]).toEqual([0, expect.stringContaining(`${SERVERS} servers to do`)]);
    const dying = quay.start('worker', '-c', config);
    const living = quay.start('worker', '-c', config, '--drain');
    await expect.poll(doneServers, { interval: 20, timeout: 20_000 }).toBeGreaterThan(8);
    dying.child.kill('SIGKILL');
    expect(await doneServers()).toBeLessThan(SERVERS);
    expect([await living.ended, living.said()]).toEqual([0, expect.stringContaining('is over')]);
    expect(await doneServers()).toBe(SERVERS);
    const alone = join(quay.folder, 'alone.db');
    const undisturbed = quay.start('nightly', '-c', config, '--database', alone);
    expect(await undisturbed.ended).toBe(0);
    const night = await contents(schema.url);
    expect(night).toMatchObject({ findings: [], isFinished: true, numbers: { state: 'complete', remaining: 0 } });
    expect(night).toEqual(await contents(alone));
  });

  it('stop at SIGTERM within ten seconds, and leave what they had in hand to the next', async () => {
    const config = quay.configFor(schema.url, { limits: { remotes: 2, perHost: 1000 } });
    await quay.start('nightly', '-c', config, '--enqueue').ended;
    const first = quay.start('worker', '-c', config);
    await expect.poll(doneServers, { interval: 20, timeout: 20_000 }).toBeGreaterThan(3);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(143);
    const { rows } = await sql<{ n: string }>`select count(*) as n from ${sql.table(schema.jobs)}
      where state = 'active' and name not like '\\_\\_%'`.execute(schema.raw);
    expect(Number(rows[0]?.n)).toBe(0);
    expect(await doneServers()).toBeLessThan(SERVERS);
    const second = quay.start('worker', '-c', quay.configFor(schema.url), '--drain');
    expect(await second.ended).toBe(0);
    expect(await doneServers()).toBe(SERVERS);
  });

  it('hand the account to the run folder, the monitor and the webhook', async () => {
    const posted: string[] = [];
    const hook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        posted.push(body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => {
      hook.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/night?token=canary`;
    const config = quay.configFor(schema.url, { out: { folder: 'nights' }, metrics: 'metrics/toolrisk.prom' });
    await quay.start('nightly', '-c', config, '--enqueue').ended;
    const worker = quay.start('worker', '-c', config, '--drain', '--webhook', url);
    expect(await worker.ended).toBe(0);
    hook.close();
    const account = Account.parse(JSON.parse(posted[0] ?? ''));
    expect(posted).toHaveLength(1);
    expect(account).toMatchObject({ state: 'complete', done: SERVERS });
    const ms = Object.fromEntries(account.stages.map((each) => [each.stage, each.ms]));
    // Every server that lists thinks for 150 ms.
    expect(ms.connect).toBeGreaterThan(account.listed * 150);
    const folder = join(quay.folder, 'nights', account.run);
    expect(Account.parse(JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8')))).toEqual(account);
    expect(existsSync(join(folder, 'account.md'))).toBe(true);
    const metrics = readOpenMetrics(readFileSync(join(quay.folder, 'metrics', 'toolrisk.prom'), 'utf8'));
    expect(metrics.get('toolrisk_night_complete')?.samples[0]?.value).toBe(1);
    expect(worker.said()).not.toContain('canary');
  });

  it('begin a night when its time has come, look at it, and close it', async () => {
    const config = quay.configFor(schema.url, { worker: { heartbeat: '10s', cron: '0 2 * * *' } });
    const queue = await schema.open();
    await queue.send('nights', [{ data: {}, key: 'night' }]);
    await queue.close();
    const worker = quay.start('worker', '-c', config, '--drain');
    expect([await worker.ended, worker.said()]).toEqual([0, expect.stringContaining('began the night')]);
    const { numbers, isFinished } = await contents(schema.url);
    expect([numbers.due.total, numbers.remaining, isFinished]).toEqual([SERVERS, 0, true]);
  });

  it('do the servers whose jobs were lost, and give up on one at which worker after worker fails', async () => {
    const config = quay.configFor(schema.url);
    await quay.start('nightly', '-c', config, '--enqueue').ended;
    const queue = await schema.open();
    const [hopeless] = await queue.take('remotes', 1);
    await sql`update ${sql.table(schema.jobs)} set retry_count = retry_limit where id = ${hopeless?.id}`.execute(
      schema.raw,
    );
    await hopeless?.fail(new Error('the memory of this machine is broken'));
    await queue.close();
    await sql`delete from ${sql.table(schema.jobs)} where id in (select id from ${sql.table(schema.jobs)}
      where name = 'remotes' and state = 'created' limit 5)`.execute(schema.raw);
    expect(await quay.start('worker', '-c', config, '--drain').ended).toBe(0);
    expect(await doneServers()).toBe(SERVERS);
    const { results, numbers } = await contents(schema.url);
    expect(results.filter(({ code }) => code === 'interrupted')).toHaveLength(1);
    expect(numbers).toMatchObject({ state: 'complete', remaining: 0 });
  });

  it('put neither secrets nor definitions into jobs', async () => {
    const config = quay.configFor(schema.url, {
      secrets: { [quay.ids[0] ?? '']: { headers: { Authorization: 'PATH' } } },
    });
    await quay.start('nightly', '-c', config, '--enqueue').ended;
    const { rows } = await sql<{ data: object }>`select data from ${sql.table(schema.jobs)}
      where name not like '\\_\\_%'`.execute(schema.raw);
    expect(rows).toHaveLength(SERVERS + 1);
    expect(new Set(rows.map(({ data }) => Object.keys(data).sort().join()))).toEqual(new Set(['run,server', 'run']));
  });

  it('refuse a catalogue that they could not share', async () => {
    const worker = quay.start('worker', '-c', quay.configFor('catalog.db'));
    expect([await worker.ended, worker.said()]).toEqual([2, expect.stringContaining('PostgreSQL')]);
  });
});
