import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseSandbox, probeSandboxes } from '../../../src/connect/sandbox/choose-sandbox.ts';
import { SANDBOX_WAYS } from '../../../src/connect/sandbox/index.ts';
import type { Sandbox, SandboxWay } from '../../../src/connect/sandbox/sandbox.ts';

function way(id: string, reason?: string): SandboxWay & { asked: number } {
  const sandbox: Sandbox = {
    id,
    start: () => {
      throw new Error('not needed');
    },
  };
  const fake = {
    id,
    install: `${id} from the shop`,
    asked: 0,
    probe: async () => {
      fake.asked++;
      return reason === undefined ? { works: true as const, sandbox, remarks: [] } : { works: false as const, reason };
    },
  };
  return fake;
}

describe('choosing a sandbox', () => {
  it('takes the first way that works, and asks each only once', async () => {
    const ways = [way('a', 'a is broken'), way('b'), way('c')];
    expect((await chooseSandbox(false, ways)).id).toBe('b');
    expect((await chooseSandbox(false, ways)).id).toBe('b');
    expect(ways.map(({ asked }) => asked)).toEqual([1, 1, 0]);
  });

  it('refuses where none works, and says why and what to install', async () => {
    const ways = [way('d', 'd is not installed'), way('e', 'e has no daemon')];
    await expect(chooseSandbox(false, ways)).rejects.toMatchObject({
      code: 'sandbox-refused',
      message: 'no sandbox works on this machine (d: d is not installed; e: e has no daemon)',
      nextStep: expect.stringMatching(/^install d from the shop.*--unsandboxed/),
    });
  });

  it('confines nothing where the operator wants it so', async () => {
    expect((await chooseSandbox(true, [])).id).toBe('none');
  });

  it('reports every way for doctor', async () => {
    const reports = await probeSandboxes([way('f', 'f is broken'), way('g')]);
    expect(reports).toEqual([
      { id: 'f', install: 'f from the shop', works: false, reason: 'f is broken' },
      { id: 'g', install: 'g from the shop', works: true, remarks: [] },
    ]);
  });

  it('knows every way of the folder, bubblewrap first', () => {
    const folder = resolve(import.meta.dirname, '../../../src/connect/sandbox');
    const names = readdirSync(folder).map((file) => basename(file, '.ts'));
    expect(SANDBOX_WAYS.map(({ id }) => id)).toEqual(['bubblewrap', 'docker', 'podman']);
    expect(names).toEqual(expect.arrayContaining(SANDBOX_WAYS.map(({ id }) => id)));
    for (const { install } of SANDBOX_WAYS) expect(install).toMatch(/^\S+/);
  });
});
