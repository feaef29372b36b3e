import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attemptStart } from '../../../src/connect/attempt-start.ts';
import { DEFAULT_CAPS, DEFAULT_LIMITS } from '../../../src/connect/options.ts';
import { chooseSandbox } from '../../../src/connect/sandbox/choose-sandbox.ts';
import { attempt, HAS_SANDBOX, serverPlan } from '../attempt.ts';
import { commandsWith, leftWith } from '../host-processes.ts';

/** Waits until at least `count` processes hold a text. */
async function untilThere(text: string, count: number): Promise<void> {
  for (const end = performance.now() + 30_000; commandsWith(text).length < count && performance.now() < end; )
    await new Promise((done) => setTimeout(done, 20));
  expect(commandsWith(text).length).toBeGreaterThanOrEqual(count);
}

/** A plan whose server leaves processes in sessions of their own, each with the marker in its arguments. */
function litter(marker: string, ...modes: string[]): ReturnType<typeof serverPlan> {
  return serverPlan('hostile.mjs', ['grandchildren', 'ignores-signals', ...modes, marker], { env: { MARKER: marker } });
}

describe.skipIf(!HAS_SANDBOX)('in the sandbox, the descendants of a server', () => {
  it('are gone when the list is there', async () => {
    const marker = randomUUID();
    const { listing } = await attempt(litter(marker));
    expect(listing?.tools).toHaveLength(2);
    expect(await leftWith(marker)).toEqual([]);
  });

  it('are gone when the time is up', async () => {
    const marker = randomUUID();
    const { fault } = await attempt(litter(marker, 'silent'), { timeoutMs: 1000 });
    expect(fault?.code).toBe('start-timeout');
    expect(await leftWith(marker)).toEqual([]);
  });

  it('are gone when the server itself ended', async () => {
    const marker = randomUUID();
    expect((await attempt(litter(marker, 'die-at-list'))).fault?.code).toBe('exited');
    expect(await leftWith(marker)).toEqual([]);
  });

  it('are gone when we were killed by SIGKILL', async () => {
    const marker = randomUUID();
    const holder: ChildProcess = spawn(process.execPath, [resolve(import.meta.dirname, '../hold-server.ts')], {
      env: { MARKER: marker },
      stdio: 'inherit',
    });
    await untilThere(marker, 5).finally(() => holder.kill('SIGKILL'));
    expect(await leftWith(marker)).toEqual([]);
  });
});

describe.skipIf(!HAS_SANDBOX)('sixteen servers at once', () => {
  it('list, each in a sandbox of its own with a tight limit on processes', async () => {
    const sandbox = await chooseSandbox(false);
    const names = Array.from({ length: 16 }, (_, index) => index);
    const listings = await Promise.all(
      names.map(() =>
        attemptStart(serverPlan('hostile.mjs', ['noise']), sandbox, {
          caps: DEFAULT_CAPS,
          limits: { ...DEFAULT_LIMITS, processes: 24 },
          signal: AbortSignal.timeout(30_000),
          onEvent: () => undefined,
        }),
      ),
    );
    expect(listings.map(({ tools }) => tools.length)).toEqual(names.map(() => 2));
  });

  it('are not disturbed by a fork bomb among them', async () => {
    const sandbox = await chooseSandbox(false);
    const bomb = sandbox.start(serverPlan('probe.mjs', ['fork', '5000']), { ...DEFAULT_LIMITS, processes: 100 });
    bomb.stdout.resume();
    const results = await Promise.all(Array.from({ length: 4 }, () => attempt(serverPlan('hostile.mjs'))));
    bomb.kill();
    await bomb.exited;
    expect(results.map(({ listing }) => listing?.tools.length)).toEqual([2, 2, 2, 2]);
  });
});
