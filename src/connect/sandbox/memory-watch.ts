import { readdirSync } from 'node:fs';
import { tryRead } from './group-folder.ts';

/** How often a tree is measured. A process can write some 500 MB in this time on today's machines. */
const INTERVAL_MS = 100;

/**
 * Watches the memory of a process and its descendants from outside, for machines where no control group can hold it.
 * Calls `onExceeded` once, when they hold more than the limit together. Gives a function that ends the watch.
 */
export function watchMemory(pid: number, limitBytes: number, onExceeded: () => void): () => void {
  const timer = setInterval(() => {
    if (treeOf(pid).reduce((sum, member) => sum + residentBytes(member), 0) <= limitBytes) return;
    clearInterval(timer);
    onExceeded();
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** A process and its descendants. Each thread knows the processes that it started; those left alone go to process 1 of their namespace. */
function treeOf(root: number): number[] {
  const tree = new Set([root]);
  for (const pid of tree) for (const child of childrenOf(pid)) tree.add(child);
  return [...tree];
}

function childrenOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  return threadsIn(tasks).flatMap((thread) =>
    tryRead(`${tasks}/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

function threadsIn(tasks: string): string[] {
  try {
    return readdirSync(tasks);
  } catch {
    return [];
  }
}

/** Memory that a process holds, shared memory included; 0 once it has ended. */
function residentBytes(pid: number): number {
  return 1024 * Number(/^VmRSS:\s*(\d+) kB/m.exec(tryRead(`/proc/${pid}/status`))?.[1] ?? 0);
}
