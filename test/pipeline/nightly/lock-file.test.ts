import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DependencyError } from '../../../src/model/fault.ts';
import { takeLockFile } from '../../../src/pipeline/nightly/lock-file.ts';

const HOLDER = join(import.meta.dirname, 'hold-lock.ts');
const NOW = new Date('2026-11-21T02:00:00Z');
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'catalog.db.night.lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function startHolder(): ChildProcess {
  return spawn(process.execPath, [HOLDER, file], { stdio: ['ignore', 'pipe', 'ignore'] });
}

describe('the lock beside a SQLite catalogue', () => {
  it('is held by one at a time, and may be taken again when it was released', () => {
    const lock = takeLockFile(file, NOW);
    expect(() => takeLockFile(file, NOW)).toThrow(DependencyError);
    lock.release();
    const again = takeLockFile(file, NOW);
    expect(again.tookOver).toBeUndefined();
    again.release();
  });

  it('says who holds it, and is taken over when that process was killed', async () => {
    const holder = startHolder();
    await once(holder.stdout!, 'data');
    const who = `process ${holder.pid} on ${hostname()}, since 2026-11-21T01:00:00.000Z`;
    expect(() => takeLockFile(file, NOW)).toThrow(
      `another night runs over this catalogue: ${who}; wait until it is done`,
    );
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const lock = takeLockFile(file, NOW);
    expect(lock.tookOver).toBe(`took over the lock of ${who}, which ended without releasing it`);
    lock.release();
  });

  it('goes to exactly one of many processes that take over a stale one at once', async () => {
    const dead = startHolder();
    await once(dead.stdout!, 'data');
    dead.kill('SIGKILL');
    await once(dead, 'exit');
    const holders = Array.from({ length: 6 }, startHolder);
    const words = await Promise.all(
      holders.map((holder) => Promise.race([once(holder.stdout!, 'data'), once(holder, 'exit').then(() => undefined)])),
    );
    expect(words.filter((word) => word !== undefined)).toHaveLength(1);
    for (const holder of holders) holder.kill('SIGKILL');
  });
});
