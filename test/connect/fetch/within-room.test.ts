import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiskRoom } from '../../../src/connect/fetch/disk-room.ts';
import { runTool } from '../../../src/connect/fetch/run-tool.ts';
import { OutgrownError, withinRoom } from '../../../src/connect/fetch/within-room.ts';

const LIMIT = 2 ** 30;
/** Writes a file of 64 KiB every 10 ms, so many of them. */
const WRITER = `const { writeFileSync } = require('node:fs');
let count = 0;
const timer = setInterval(() => {
  writeFileSync(String(count), Buffer.alloc(65536, 1));
  count += 1;
  if (count >= Number(process.argv[1])) clearInterval(timer);
}, 10);`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'draft-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const written = () => readdirSync(folder).length;
const write = (files: number) => async (signal: AbortSignal) => {
  const argv = [process.execPath, '-e', WRITER, `${files}`] as [string, ...string[]];
  await runTool(argv, { cwd: folder, timeoutMs: 30_000, signal });
};

/** Room that never suffices at first; each wish for more takes half a second and notes how many files came meanwhile. */
function slowRoom(answer: boolean): DiskRoom & { meanwhile: number[] } {
  const meanwhile: number[] = [];
  const grow = async () => {
    const before = written();
    await setTimeout(500);
    meanwhile.push(written() - before);
    return answer;
  };
  return { bytes: 0, isAlone: false, grow, leave: async () => undefined, meanwhile };
}

describe('an install within its room', () => {
  it('writes nothing while more room is made for it, and goes on afterwards', async () => {
    const room = slowRoom(true);
    await withinRoom({ installs: folder, limitBytes: LIMIT }, room, folder, write(60));
    expect(room.meanwhile.length).toBeGreaterThan(1);
    expect(Math.max(...room.meanwhile)).toBe(0);
    expect(written()).toBe(60);
  }, 30_000);

  it('is ended where it stands when there is no more room', async () => {
    const room = slowRoom(false);
    const outgrown = withinRoom({ installs: folder, limitBytes: LIMIT }, room, folder, write(1000));
    await expect(outgrown).rejects.toBeInstanceOf(OutgrownError);
    const left = written();
    await setTimeout(200);
    expect([room.meanwhile, written()]).toEqual([[0], left]);
    expect(left).toBeLessThan(1000);
  }, 30_000);

  it('is ended by a look that fails, with what failed', async () => {
    const full = new Error('no space left on device');
    const room = { ...slowRoom(true), grow: () => Promise.reject(full) };
    await expect(withinRoom({ installs: folder, limitBytes: LIMIT }, room, folder, write(1000))).rejects.toBe(full);
    const left = written();
    await setTimeout(200);
    expect(written()).toBe(left);
    expect(left).toBeLessThan(1000);
  }, 30_000);
});
