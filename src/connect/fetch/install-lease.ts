import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from '../../model/canonical.ts';

let count = 0;

/** Marks an install folder as in use by this process, also one that is yet to come; the given function ends it. */
export async function takeLease(installs: string, folder: string): Promise<() => Promise<void>> {
  const leases = leasesFolder(installs);
  await mkdir(leases, { recursive: true });
  count += 1;
  const file = join(leases, `${leaseName(folder)}.${process.pid}.${count}`);
  await writeFile(file, '');
  return () => rm(file, { force: true });
}

/** Reads who uses what: says of a folder whether a living process holds a lease on it. Leases of dead ones are swept. */
export async function readLeases(installs: string): Promise<(folder: string) => boolean> {
  const leases = leasesFolder(installs);
  const held = new Set<string>();
  for (const file of await readdir(leases).catch(() => [])) {
    const [name = '', pid = ''] = file.split('.');
    if (isAlive(Number(pid))) held.add(name);
    else await rm(join(leases, file), { force: true });
  }
  return (folder) => held.has(leaseName(folder));
}

/** Says whether a process lives. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function leasesFolder(installs: string): string {
  return join(installs, '.leases');
}

function leaseName(folder: string): string {
  return hashOf(folder).slice(0, 32);
}
