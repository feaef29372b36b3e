import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SandboxLimits } from '../options.ts';

/** A control group of one server; where none can be had its functions do nothing. */
export type ControlGroup = {
  /** Moves a process in; what it starts is born there. */
  add: (pid: number) => void;
  /** Takes the group away once its processes have ended. */
  remove: () => void;
};

/** A folder in which groups can be made, and what is written into each. */
type Hierarchy = { parent: string; settings: (limits: SandboxLimits) => Record<string, string> };

const MOUNT = '/sys/fs/cgroup';
const PREFIX = 'toolrisk-';

/** Bubblewrap itself stands in the group beside the server. */
const OWN_PROCESSES = 2;

/** A killed tree needs some milliseconds to be gone. */
const RETRIES_MS = [5, 25, 100];

let hierarchies: Hierarchy[] | undefined;
let lastNumber = 0;
/** Groups whose last processes were still ending when we tried to take them away. */
const leftovers = new Set<string>();

/**
 * Creates a control group with the limits on memory and processes of a whole tree, where this machine lets us: as root
 * nearly always, as a user where the session was delegated to them (systemd user services). It is the only limit that
 * also counts shared memory, and the only process limit that holds when we are root.
 */
export function createControlGroup(limits: SandboxLimits): ControlGroup {
  hierarchies ??= findHierarchies();
  if (lastNumber === 0) process.once('exit', removeAtExit);
  removeLeftovers();
  const name = `${PREFIX}${process.pid}-${++lastNumber}`;
  const folders = hierarchies.flatMap(({ parent, settings }) => tryCreate(join(parent, name), settings(limits)));
  return {
    add: (pid) => {
      for (const folder of folders) tryWrite(join(folder, 'cgroup.procs'), `${pid}`);
    },
    remove: () => {
      for (const folder of folders) tryRemove(folder);
      for (const delay of RETRIES_MS) setTimeout(removeLeftovers, delay).unref();
    },
  };
}

/** What does not hold without control groups, one sentence each. */
export function controlGroupRemarks(): string[] {
  hierarchies ??= findHierarchies();
  if (hierarchies.length > 0) return [];
  return [
    'the memory limit holds for each process of a server, not for all together, as no control group can be made here',
    ...(process.getuid?.() === 0 ? ['the process limit does not hold for root: run toolrisk as an ordinary user'] : []),
  ];
}

/** Finds where groups can be made, trying it really, and sweeps what a killed run of ours left there. */
function findHierarchies(): Hierarchy[] {
  const isUnified = existsSync(join(MOUNT, 'cgroup.controllers'));
  const found = isUnified ? unified() : [...legacy('memory', memoryV1), ...legacy('pids', pids)];
  return found.filter(({ parent, settings }) => {
    sweep(parent);
    const probe = join(parent, `${PREFIX}${process.pid}-0`);
    const made = tryCreate(probe, settings({ memoryBytes: 2 ** 30, processes: 64, fileBytes: 0, cpuSeconds: 0 }));
    tryRemove(probe);
    return made.length > 0;
  });
}

const pids = ({ processes }: SandboxLimits): Record<string, string> => ({ 'pids.max': `${processes + OWN_PROCESSES}` });
const memoryV1 = ({ memoryBytes }: SandboxLimits): Record<string, string> => ({
  'memory.limit_in_bytes': `${memoryBytes}`,
});
const memoryV2 = ({ memoryBytes }: SandboxLimits): Record<string, string> => ({ 'memory.max': `${memoryBytes}` });

/** Version 2: a group with processes of its own can have no limited children, so ours become its siblings. */
function unified(): Hierarchy[] {
  const own = ownGroup('');
  const settings = (limits: SandboxLimits) => ({ ...memoryV2(limits), ...pids(limits) });
  return [{ parent: join(MOUNT, dirname(own)), settings }];
}

/** Version 1: one hierarchy a controller. */
function legacy(controller: string, settings: Hierarchy['settings']): Hierarchy[] {
  return [{ parent: join(MOUNT, controller, ownGroup(controller)), settings }];
}

/** Our own group in the hierarchy of a controller; `/proc/self/cgroup` has lines such as `4:memory:/a/b` and `0::/a/b`. */
function ownGroup(controller: string): string {
  const lines = tryRead('/proc/self/cgroup').split('\n');
  const fields = lines
    .map((line) => line.split(':'))
    .find(([, names]) => (names ?? '').split(',').includes(controller));
  return fields?.slice(2).join(':') || '/';
}

/** Removes groups of runs of ours that no longer live. */
function sweep(parent: string): void {
  try {
    for (const name of readdirSync(parent)) {
      const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
      if (pid !== undefined && !existsSync(`/proc/${pid}`)) tryRemove(join(parent, name));
    }
  } catch {
    // There is no such hierarchy.
  }
}

/** The folder in a list, or nothing where it cannot be made or does not take the settings. */
function tryCreate(folder: string, settings: Record<string, string>): string[] {
  try {
    mkdirSync(folder);
  } catch {
    return [];
  }
  const isSet = Object.entries(settings).every(([name, value]) => tryWrite(join(folder, name), value));
  if (!isSet) tryRemove(folder);
  return isSet ? [folder] : [];
}

function tryWrite(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'r+' });
    return true;
  } catch {
    return false;
  }
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** At our end the last tree may still be ending: it is given at most 30 ms. */
function removeAtExit(): void {
  removeLeftovers();
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let wait = 0; wait < 6 && leftovers.size > 0; wait++) {
    Atomics.wait(clock, 0, 0, 5);
    removeLeftovers();
  }
}

function removeLeftovers(): void {
  for (const folder of leftovers) tryRemove(folder);
}

function tryRemove(folder: string): void {
  try {
    rmdirSync(folder);
    leftovers.delete(folder);
  } catch {
    if (existsSync(folder)) leftovers.add(folder);
  }
}
