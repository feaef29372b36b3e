import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './install-lease.ts';

let count = 0;

/** Bytes that an install in flight may still fill, told to all processes that share the installs. */
export type DiskClaim = { id: string; set: (bytes: number) => Promise<void>; end: () => Promise<void> };

/** Makes a claim on bytes among the installs. It ends with its process at the latest. */
export async function makeClaim(installs: string, bytes: number): Promise<DiskClaim> {
  const claims = claimsFolder(installs);
  await mkdir(claims, { recursive: true });
  count += 1;
  const id = `${process.pid}.${count}`;
  const fileFor = (size: number) => join(claims, `${id}.${Math.ceil(size)}`);
  let file = fileFor(bytes);
  await writeFile(file, '');
  return {
    id,
    set: async (size) => {
      const next = fileFor(size);
      await rename(file, next);
      file = next;
    },
    end: () => rm(file, { force: true }),
  };
}

/** The bytes of each claim but one's own. Claims of dead processes are swept. */
export async function readClaims(installs: string, ownId: string): Promise<number[]> {
  const claims = claimsFolder(installs);
  const found: number[] = [];
  for (const file of await readdir(claims).catch(() => [])) {
    const [pid, number, bytes] = file.split('.');
    if (!isAlive(Number(pid))) await rm(join(claims, file), { force: true });
    else if (`${pid}.${number}` !== ownId) found.push(Number(bytes));
  }
  return found;
}

function claimsFolder(installs: string): string {
  return join(installs, '.claims');
}
