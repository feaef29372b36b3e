import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** File that makes an install folder valid: it is written last, and its modification time is the last use. */
const MARKER = '.toolrisk.json';

/** Bytes on disk of a marker and of the folder that bears the package's name, in the blocks of most file systems. */
export const MARKER_BYTES = 2 * 4096;

/** What a marker says; `bytes` is what the install holds on disk. */
export const Marker = z.object({ name: z.string(), version: z.string(), bytes: z.number() });
export type Marker = z.infer<typeof Marker>;

/** Where installs lie and how many bytes they may hold. */
export type InstallCache = { installs: string; limitBytes: number };

/** The marker of a folder; undefined where there is none that can be read. */
export async function readMarker(folder: string): Promise<Marker | undefined> {
  try {
    return Marker.parse(JSON.parse(await readFile(join(folder, MARKER), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Makes a folder a valid install. */
export async function writeMarker(folder: string, marker: Marker): Promise<void> {
  await writeFile(join(folder, MARKER), JSON.stringify(marker));
}

/** Notes that an install is used now. */
export async function touchMarker(folder: string): Promise<void> {
  const now = new Date();
  await utimes(join(folder, MARKER), now, now);
}

/** When an install was last used, in milliseconds of the clock; 0 where nobody knows. */
export async function lastUse(folder: string): Promise<number> {
  return (await stat(join(folder, MARKER)).catch(() => undefined))?.mtimeMs ?? 0;
}
