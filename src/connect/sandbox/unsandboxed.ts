import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../model/fault.ts';
import { environmentInside } from './inside.ts';
import type { Sandbox } from './sandbox.ts';
import { spawnConfined } from './spawn-confined.ts';

/**
 * No confinement, for --unsandboxed: the server can read, write and reach what we can. It still gets a private home, an
 * environment of its own, and a process group that is killed with it; a descendant that leaves the group survives.
 */
export const unsandboxed: Sandbox = {
  id: 'none',
  start(plan) {
    const home = mkdtempSync(join(tmpdir(), 'toolrisk-home-'));
    const child = spawnConfined({
      argv: plan.argv,
      env: { ...environmentInside({ ...plan, env: {} }), HOME: home, TMPDIR: home, ...plan.env },
      ownGroup: true,
      cwd: plan.cwd ?? home,
      atEnd: () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }),
    });
    const exited = child.exited.catch((cause: unknown) => {
      throw new Fault('runtime-missing', 'start', `the program ${plan.argv[0]} could not be started`, { cause });
    });
    exited.catch(() => undefined);
    return { ...child, exited };
  },
};
