import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalog } from '../../../src/catalog/open-catalog.ts';
import { Account } from '../../../src/model/account.ts';
import { libraryEntry, listedLibrary, nightlyRun } from '../../catalog/library-server.ts';
import { hostileNight, nightAt } from '../../report/account/night.ts';
import { readOpenMetrics } from '../../report/account/openmetrics-text.ts';

const MAIN = new URL('../../../src/cli/main.ts', import.meta.url).pathname;
const RUNS = ['run-20261121T010000Z-abcdef', 'run-20261122T010000Z-abcdef'] as const;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  const catalog = await openCatalog(join(folder, 'catalog.db'));
  for (const [index, run] of RUNS.entries()) {
    await catalog.startRun(nightlyRun(run));
    for (const copy of ['a', 'b'])
      await catalog.saveResult(run, listedLibrary(undefined, libraryEntry(`npm:@library/${copy}`)));
    const night = index === 0 ? nightAt() : hostileNight();
    await catalog.schedule.saveAccount({ ...night, run, at: `2026-11-2${index + 1}T04:00:00.000Z` });
  }
  await catalog.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the command line prints, or the message that it ends with. */
async function say(...words: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, TOOLRISK_HOME: folder };
  const all = [MAIN, 'catalog', ...words, '--database', join(folder, 'catalog.db')];
  return await promisify(execFile)(process.execPath, all, { env }).then(
    ({ stdout }) => stdout,
    (error: { code: number; stderr: string }) => `${error.code}: ${error.stderr}`,
  );
}

describe('catalog account', () => {
  it('shows the last night, in every form', async () => {
    const account = Account.parse(JSON.parse(await say('account', '--json')));
    expect(account.run).toBe(RUNS[1]);
    expect(Account.parse(JSON.parse(await say('account', '--format', 'json')))).toEqual(account);
    expect(await say('account', '--format', 'markdown')).toContain('# Night of');
    expect(readOpenMetrics(await say('account', '--format', 'openmetrics')).size).toBeGreaterThan(20);
    // oxlint-disable-next-line no-control-regex -- that none is left is what is tested
    expect(await say('account')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('shows the night that is named, and says so when it has no account', async () => {
    expect(JSON.parse(await say('account', RUNS[0], '--json'))).toMatchObject({ run: RUNS[0], done: 2100 });
    expect(await say('account', 'run-of-nobody')).toBe('2: toolrisk: no night "run-of-nobody" has an account\n');
  });
});

describe('catalog clones', () => {
  it('shows which servers have one tool set', async () => {
    expect(JSON.parse(await say('clones', '--json'))).toMatchObject([
      { servers: 2, publishers: 1, tools: 3, examples: ['npm:@library/a', 'npm:@library/b'] },
    ]);
    expect(await say('clones', '--publishers', '2')).toBe('nothing found\n');
    expect(await say('clones')).toContain('npm:@library/a npm:@library/b');
  });
});
