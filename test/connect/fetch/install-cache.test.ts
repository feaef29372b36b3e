import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installFolder, withInstall } from '../../../src/connect/fetch/install-cache.ts';

let installs: string;
beforeEach(() => {
  installs = mkdtempSync(join(tmpdir(), 'installs-'));
});
afterEach(() => rmSync(installs, { recursive: true, force: true }));

const key = (name: string) => ({ registryType: 'npm', name, version: '1.0.0', built: false });
const cache = (limitBytes = 2 ** 30) => ({ installs, limitBytes });
const make = (bytes: number) => async (folder: string) => writeFileSync(join(folder, 'data'), Buffer.alloc(bytes, 1));

describe('the install cache', () => {
  it('makes an install once and gives it again', async () => {
    let made = 0;
    const counting = async (folder: string) => {
      made += 1;
      await make(10)(folder);
    };
    for (let turn = 0; turn < 3; turn += 1) await withInstall(cache(), key('harbor'), counting, async () => undefined);
    expect(made).toBe(1);
  });

  it('lets two that make the same install at once both succeed', async () => {
    const use = async (folder: string) => existsSync(join(folder, 'data'));
    const both = [1, 2].map(() => withInstall(cache(), key('harbor'), make(1000), use));
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(readdirSync(join(installs, '.drafts'))).toEqual([]);
  });

  it('leaves nothing of an install that failed', async () => {
    const failing = withInstall(
      cache(),
      key('harbor'),
      async () => await Promise.reject(new Error('no')),
      async () => undefined,
    );
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(installFolder(cache(), key('harbor')))).toBe(false);
    expect(readdirSync(join(installs, '.drafts'))).toEqual([]);
  });

  it('makes anew what was half removed', async () => {
    const folder = installFolder(cache(), key('harbor'));
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    await withInstall(cache(), key('harbor'), make(10), async () => undefined);
    expect(readdirSync(folder).sort()).toEqual(['.toolrisk.json', 'data']);
  });

  it('removes the least recently used, never what is in use', async () => {
    const limit = 3 * 2 ** 20;
    const touch = (name: string, second: number) =>
      utimesSync(join(installFolder(cache(), key(name)), '.toolrisk.json'), second, second);
    const there = (name: string) => existsSync(installFolder(cache(), key(name)));
    await withInstall(cache(limit), key('old-in-use'), make(2 ** 20), async () => {
      touch('old-in-use', 1);
      await withInstall(cache(limit), key('older'), make(2 ** 20), async () => undefined);
      touch('older', 2);
      await withInstall(cache(limit), key('newer'), make(2 ** 20), async () => undefined);
      touch('newer', 3);
      await withInstall(cache(limit), key('newest'), make(2 ** 20), async () => undefined);
    });
    expect(['old-in-use', 'older', 'newer', 'newest'].map(there)).toEqual([true, false, false, true]);
  });

  it('ends a held tool that a killed process left at work, and no other one', async () => {
    const place = join(installs, '.drafts', '999999999-abc');
    mkdirSync(place, { recursive: true });
    const start = (cwd: string) => spawn('sleep', ['60'], { cwd, detached: true, stdio: 'ignore' });
    const [left, other] = [start(place), start(installs)];
    const ended = once(left, 'exit');
    try {
      left.kill('SIGSTOP');
      await withInstall(cache(), key('harbor'), make(10), async () => undefined);
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect(other.exitCode ?? other.signalCode).toBe(null);
    } finally {
      for (const tool of [left, other]) tool.kill('SIGKILL');
    }
  });

  it('sweeps what killed processes left half made', async () => {
    mkdirSync(join(installs, '.drafts', '999999999-abc'), { recursive: true });
    await withInstall(cache(), key('harbor'), make(10), async () => undefined);
    expect(readdirSync(join(installs, '.drafts'))).toEqual([]);
  });
});
