import { join } from 'node:path';
import type { SandboxLimits } from '../options.ts';
import { createGroup, killGroup, moveInto, removeGroup } from './group-folder.ts';
import { findHierarchies, type Hierarchy, PREFIX } from './hierarchy.ts';

/** A control group of one server; where none can be had its functions do nothing. */
export type ControlGroup = {
  /** Moves a process in; what it starts is born there. */
  add: (pid: number) => void;
  /** Whether it holds the memory limit; else someone must watch. */
  holdsMemory: boolean;
  /** Kills what is still in it and takes it away, at once or as soon as it is empty. */
  remove: () => void;
};

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
  const folders = hierarchies
    .map(({ parent, settings, holds }) => ({ folder: join(parent, name), settings: settings(limits), holds }))
    .filter(({ folder, settings }) => createGroup(folder, settings));
  return {
    holdsMemory: folders.some(({ holds }) => holds.includes('memory')),
    add: (pid) => {
      for (const { folder } of folders) moveInto(folder, pid);
    },
    remove: () => {
      for (const { folder } of folders) {
        killGroup(folder);
        leftovers.add(folder);
      }
      removeLeftovers();
      for (const delay of RETRIES_MS) setTimeout(removeLeftovers, delay).unref();
    },
  };
}

/** What does not hold without control groups, one sentence each. */
export function controlGroupRemarks(): string[] {
  hierarchies ??= findHierarchies();
  const held = new Set(hierarchies.flatMap(({ holds }) => holds));
  const memory =
    'the memory limit is watched, ten times a second, and not held by the kernel: no control group can be made here';
  const processes =
    'the process limit does not hold for root without a control group: run toolrisk as an ordinary user';
  return [
    ...(held.has('memory') ? [] : [memory]),
    ...(held.has('processes') || process.getuid?.() !== 0 ? [] : [processes]),
  ];
}

function removeLeftovers(): void {
  for (const folder of leftovers) if (removeGroup(folder)) leftovers.delete(folder);
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
