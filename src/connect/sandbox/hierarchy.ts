import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SandboxLimits } from '../options.ts';
import { createGroup, moveInto, removeGroup, tryRead } from './group-folder.ts';

/** A folder in which control groups can be made, what is written into each, and which limits it thereby holds. */
export type Hierarchy = {
  parent: string;
  settings: (limits: SandboxLimits) => Record<string, string>;
  holds: readonly ('memory' | 'processes')[];
};

/** Start of the names of our groups; our process id and a number follow. */
export const PREFIX = 'toolrisk-';

const MOUNT = '/sys/fs/cgroup';

/** Bubblewrap itself stands in the group beside the server. */
const OWN_PROCESSES = 2;

/** Finds where control groups can be made, trying it really, and sweeps what a killed run of ours left there. */
export function findHierarchies(): Hierarchy[] {
  const isUnified = existsSync(join(MOUNT, 'cgroup.controllers'));
  const candidates = isUnified
    ? [unified()]
    : [legacy('memory', 'memory', memoryV1), legacy('pids', 'processes', pids)];
  return candidates.filter((hierarchy) => {
    sweep(hierarchy.parent);
    return canHold(hierarchy);
  });
}

/** Version 2: a group with processes of its own can have no limited children, so ours become its siblings. */
function unified(): Hierarchy {
  const settings = (limits: SandboxLimits) => ({ 'memory.max': `${limits.memoryBytes}`, ...pids(limits) });
  return { parent: join(MOUNT, dirname(ownGroup(''))), settings, holds: ['memory', 'processes'] };
}

/** Version 1: one hierarchy a controller. */
function legacy(controller: string, limit: Hierarchy['holds'][number], settings: Hierarchy['settings']): Hierarchy {
  return { parent: join(MOUNT, controller, ownGroup(controller)), settings, holds: [limit] };
}

function memoryV1({ memoryBytes }: SandboxLimits): Record<string, string> {
  return { 'memory.limit_in_bytes': `${memoryBytes}` };
}

function pids({ processes }: SandboxLimits): Record<string, string> {
  return { 'pids.max': `${processes + OWN_PROCESSES}` };
}

/** Makes a group and moves a process in: a folder that takes the limits may still refuse the process. */
function canHold({ parent, settings }: Hierarchy): boolean {
  const folder = join(parent, `${PREFIX}${process.pid}-0`);
  if (!createGroup(folder, settings({ memoryBytes: 2 ** 30, processes: 64, fileBytes: 0, cpuSeconds: 0 })))
    return false;
  const sleeper = spawn('/bin/sleep', ['60'], { stdio: 'ignore', env: {} });
  sleeper.on('error', () => undefined);
  sleeper.once('close', () => removeGroup(folder));
  const isHeld = sleeper.pid !== undefined && moveInto(folder, sleeper.pid);
  sleeper.kill('SIGKILL');
  return isHeld;
}

/** Our own group in the hierarchy of a controller; `/proc/self/cgroup` has lines such as `4:memory:/a/b` and `0::/a/b`. */
function ownGroup(controller: string): string {
  const lines = tryRead('/proc/self/cgroup').trim().split('\n');
  const isOurs = (line: string) => (line.split(':')[1] ?? '').split(',').includes(controller);
  return lines.find(isOurs)?.split(':').slice(2).join(':') || '/';
}

/** Removes empty groups of runs of ours that no longer live. */
function sweep(parent: string): void {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : undefined;
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) removeGroup(join(parent, name));
  }
}
