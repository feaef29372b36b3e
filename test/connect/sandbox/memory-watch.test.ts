import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { watchMemory } from '../../../src/connect/sandbox/memory-watch.ts';

/** A process that starts `count` others, of which each keeps some MB and waits. */
function family(count: number, mb: number): ReturnType<typeof spawn> {
  const keep = `globalThis.kept = Buffer.alloc(${mb} * 2 ** 20, 1); setInterval(() => {}, 1000)`;
  const start = `for (let n = 0; n < ${count}; n++) require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(keep)}]); setInterval(() => {}, 1000)`;
  return spawn(process.execPath, ['-e', start], { stdio: 'ignore', detached: true });
}

let running: ReturnType<typeof spawn>;
afterEach(() => {
  if (running.pid !== undefined) process.kill(-running.pid, 'SIGKILL');
});

describe('the watch over the memory of a tree', () => {
  it('tells when all processes together pass the limit', async () => {
    running = family(3, 150);
    const exceeded = new Promise<string>((resolve) => {
      watchMemory(running.pid ?? 0, 500 * 2 ** 20, () => resolve('exceeded'));
    });
    expect(await exceeded).toBe('exceeded');
  });

  it('is silent below the limit, and after its end', async () => {
    running = family(2, 50);
    let calls = 0;
    const endLoose = watchMemory(running.pid ?? 0, 2000 * 2 ** 20, () => calls++);
    const endTight = watchMemory(running.pid ?? 0, 1, () => calls++);
    endTight();
    await new Promise((resolve) => setTimeout(resolve, 800));
    endLoose();
    expect(calls).toBe(0);
  });
});
