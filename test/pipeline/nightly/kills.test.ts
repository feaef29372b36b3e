import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCatalog } from '../../../src/catalog/open-catalog.ts';
import { type Harbour, MOOR, openHarbour, SINK } from './harbour.ts';

const MAIN = resolve(import.meta.dirname, '../../../src/cli/main.ts');
const SMALL_SERVER = resolve(import.meta.dirname, 'small-server.mjs');
/** How often the night is killed, over how many servers; the figure in the README was taken with 200 and 500. */
const KILLS = Number(process.env.TOOLRISK_KILLS ?? 10);
const SERVERS = Number(process.env.TOOLRISK_KILLED_SERVERS ?? 60);
const COMMANDS = 8;
const REMOTES = SERVERS - COMMANDS;
/** Requests after which a start is killed at most: so many that the kills spread over the whole night, which takes four a server. */
const MOST_REQUESTS = Math.ceil((REMOTES * 6) / KILLS);

let harbour: Harbour;
beforeEach(async () => {
  harbour = await openHarbour();
});
afterEach(() => harbour.close());

/** Starts a night over the harbour in a process of its own; everything that it leaves is under `name`. */
function startNight(name: string) {
  const args = [MAIN, 'nightly', '--config', join(harbour.folder, `${name}.yaml`), '--json'];
  const env = { PATH: process.env.PATH, TOOLRISK_HOME: join(harbour.folder, name) };
  const night = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Record<'out' | 'err', string[]> = { out: [], err: [] };
  night.stdout.setEncoding('utf8').on('data', (text: string) => said.out.push(text));
  night.stderr.setEncoding('utf8').on('data', (text: string) => said.err.push(text));
  return { night, said, ended: once(night, 'close').then(([code]): unknown => code) };
}

/** Waits until the harbour was asked so many times more. */
async function requestsMore(count: number): Promise<void> {
  const end = harbour.server.requests.length + 1 + count;
  for (let tries = 0; tries < 3000 && harbour.server.requests.length < end; tries += 1) await wait(5);
}

function prepare(name: string, more: Record<string, unknown> = {}): void {
  const config = {
    sources: [
      { kind: 'list', from: 'servers.txt' },
      { kind: 'client-config', from: 'mcp.json' },
    ],
    database: `${name}.db`,
    out: { folder: `nights-${name}` },
    limits: { remotes: 3, perHost: 3, stdio: 2 },
    diskFloor: 0,
    allowPrivate: true,
    unsandboxed: true,
    ...more,
  };
  writeFileSync(join(harbour.folder, `${name}.yaml`), JSON.stringify(config));
}

/** What a catalogue holds of every server, without times, numbers of rows and the name of the run. */
function contentOf(name: string): unknown {
  const database = new DatabaseSync(join(harbour.folder, `${name}.db`), { readOnly: true });
  const all = (text: string): unknown[] => database.prepare(text).all();
  const content = {
    integrity: all('pragma integrity_check'),
    orphans: all('pragma foreign_key_check'),
    schedule: all(
      `select server_id, record_hash, lane, host, spread, due_run = done_run as done, reason, tried_hash, judged_by,
         failure_code, failures, answer_hash, listed_at is null as listed from schedule order by server_id`,
    ),
    results: all(
      `select r.server_id, r.target, r.entry_hash, r.status, r.change, f.code, f.message, s.content_hash,
         a.content_hash as verdicts from run_servers r left join failures f on f.server_id = r.server_id
         left join snapshots s on s.id = r.snapshot_id left join assessments a on a.id = r.assessment_id
       order by r.server_id`,
    ),
    lists: all(
      `select l.server_id, s.content_hash, a.content_hash as verdicts from current_lists l
         join snapshots s on s.id = l.snapshot_id join assessments a on a.id = l.assessment_id order by l.server_id`,
    ),
    events: all('select server_id, kind, event from events order by server_id, kind, event'),
    definitions: all('select definition_hash, definition from definitions order by definition_hash'),
    rows: ['runs', 'snapshots', 'snapshot_tools', 'assessments', 'classifications', 'accounts'].map((table) =>
      all(`select count(*) as n from ${table}`),
    ),
  };
  database.close();
  return content;
}

describe('a night that is killed at any time', () => {
  it('ends with the catalogue of an undisturbed one', async () => {
    const berths = Array.from({ length: REMOTES }, (_none, at) => `berth-${at}`);
    for (const [at, berth] of berths.entries()) {
      const own = { name: `list_${berth}`, description: `Lists the ships of ${berth}.` };
      harbour.berths.set(berth, at % 13 === 12 ? 503 : [MOOR, own, ...(at % 4 === 0 ? [SINK] : [])]);
    }
    harbour.delayMs = 10;
    writeFileSync(join(harbour.folder, 'servers.txt'), berths.map((berth) => `${harbour.idOf(berth)}\n`).join(''));
    const commands = Array.from({ length: COMMANDS }, (_none, at): [string, unknown] => [
      `buoy-${at}`,
      { command: process.execPath, args: [SMALL_SERVER, `buoy-${at}`] },
    ]);
    writeFileSync(join(harbour.folder, 'mcp.json'), JSON.stringify({ mcpServers: Object.fromEntries(commands) }));
    for (const name of ['calm', 'killed']) prepare(name);
    const calm = startNight('calm');
    expect(await calm.ended, calm.said.err.join('')).toBe(0);

    let kills = 0;
    let taken = 0;
    for (let start = 0; start < KILLS * 5 && kills < KILLS; start += 1) {
      const { night, said, ended } = startNight('killed');
      const isEarly = start % 5 === 4;
      await Promise.race([ended, isEarly ? wait((start * 379) % 900) : requestsMore((start * 7) % MOST_REQUESTS)]);
      await wait((start * 13) % 40);
      if (night.exitCode !== null) break;
      night.kill('SIGKILL');
      await ended;
      kills += 1;
      if (said.err.join('').includes('goes on with the night')) taken += 1;
    }
    const last = startNight('killed');
    expect(await last.ended, last.said.err.join('')).toBe(0);
    expect(kills).toBeGreaterThan(KILLS / 2);
    expect(taken).toBeGreaterThan(0);
    expect(contentOf('killed')).toEqual(contentOf('calm'));
    const account = JSON.parse(last.said.out.join(''));
    const whole = JSON.parse(calm.said.out.join(''));
    for (const key of ['due', 'done', 'remaining', 'listed', 'new', 'failed', 'clones', 'catalog', 'state'])
      expect(account[key], key).toEqual(whole[key]);
    const folder = join(harbour.folder, 'nights-killed', account.run);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
    for (const file of files.filter((each) => each.endsWith('.json') && statSync(each).isFile()))
      expect(() => JSON.parse(readFileSync(file, 'utf8')), file).not.toThrow();
    expect(files.filter((file) => file.endsWith('.part'))).toEqual([]);
    const catalog = await openCatalog(join(harbour.folder, 'killed.db'));
    expect(await catalog.check()).toEqual([]);
    await catalog.close();
  }, 1_800_000);

  it('ends within ten seconds of SIGTERM, with code 143 and an account of what remains', async () => {
    const silent = ['mist', 'fog', 'haze'];
    for (const berth of silent) harbour.berths.set(berth, 'silent');
    harbour.berths.set('north', [MOOR]);
    const names = ['north', ...silent];
    writeFileSync(join(harbour.folder, 'servers.txt'), names.map((berth) => `${harbour.idOf(berth)}\n`).join(''));
    writeFileSync(join(harbour.folder, 'mcp.json'), JSON.stringify({ mcpServers: {} }));
    prepare('stopped', { limits: { remotes: 4, perHost: 4 }, timeouts: { server: '10m' } });
    const { night, said, ended } = startNight('stopped');
    const isAsked = (berth: string) => harbour.server.requests.some(({ path }) => path === `/${berth}`);
    await vi.waitFor(() => expect(harbour.listings('north') === 1 && silent.every(isAsked)).toBe(true), 60_000);
    night.kill('SIGTERM');
    expect(await ended, said.err.join('')).toBe(143);
    const account = JSON.parse(said.out.join(''));
    expect(account).toMatchObject({ state: 'interrupted', listed: 1, remaining: 3 });
    expect(said.err.join('')).toContain('stopped');
  }, 90_000);
});
