import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { DependencyError } from '../../model/fault.ts';

/** Shape of a lock: the process that holds it, and when that process began (Linux: clock ticks since the machine did). */
const Lock = z.object({ pid: z.number(), host: z.string(), since: z.string(), birth: z.string() });
type Lock = z.infer<typeof Lock>;

/** A lock that is held. */
export type HeldLock = {
  /** What was found and taken over, a sentence; absent where nothing was. */
  tookOver?: string;
  release: () => Promise<void>;
};

/**
 * Takes the lock of a SQLite catalogue: a file beside it that comes whole or not at all. One whose process is gone is
 * taken over. Throws `DependencyError` where another night runs.
 */
export async function takeLockFile(file: string, now: Date): Promise<HeldLock> {
  const own: Lock = {
    pid: process.pid,
    host: hostname(),
    since: now.toISOString(),
    birth: await birthOf(process.pid),
  };
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, JSON.stringify(own));
  let tookOver: string | undefined;
  try {
    while (!(await isLinked(draft, file))) {
      const found = await readLock(file);
      if (found !== undefined && (await isHeld(found)))
        throw new DependencyError(
          `another night runs over this catalogue: process ${found.pid} on ${found.host}, since ${found.since}; wait until it is done. If there is no such process, remove ${file}`,
        );
      tookOver = found === undefined ? 'a broken lock' : `the lock of process ${found.pid}, since ${found.since}`;
      await rm(file, { force: true });
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    ...(tookOver === undefined ? {} : { tookOver: `took over ${tookOver}, which ended without releasing it` }),
    release: () => rm(file, { force: true }),
  };
}

/** Puts the draft in place unless something is there: a link is made whole or not at all. */
async function isLinked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function readLock(file: string): Promise<Lock | undefined> {
  try {
    return Lock.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A lock of another machine cannot be looked at, and counts as held. */
async function isHeld({ pid, host, birth }: Lock): Promise<boolean> {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return birth === (await birthOf(pid));
}

/** When a process began, so that a later one with its number is told from it; empty where the system does not say. */
async function birthOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
