import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderSize } from './folder-size.ts';
import { readLeases, takeLease } from './install-lease.ts';
import type { InstallCache } from './install-marker.ts';

/** Folder among the installs with what npm, pip and uv keep of their downloads, by generation: `1`, `2`, … */
const DOWNLOADS = '.downloads';
/** Share of the limit at which a generation ends: the most of a night's packages have the same dependencies. */
const GENERATION_SHARE = 0.1;
/** How long a measurement holds at least, and how many times as long as it took, so that measuring costs little. */
const MEASURED_MS = 3000;
const MEASURED_PER_LOOK = 20;

/** What was measured of each generation, and until when that holds. */
const measurements = new Map<string, { until: number; bytes: number }>();
/** What installs may have added to each generation since. */
const added = new Map<string, number>();

/** Gives `use` the folder for downloads, which stays as long as it runs. */
export async function withDownloads<T>(installs: string, use: (folder: string) => Promise<T>): Promise<T> {
  const generations = await listGenerations(installs);
  const folder = join(installs, DOWNLOADS, `${generations.at(-1) ?? 1}`);
  await mkdir(folder, { recursive: true });
  const release = await takeLease(installs, folder);
  try {
    return await use(folder);
  } finally {
    await release();
  }
}

/** Notes what an install that no longer claims it may have downloaded: it counts until the downloads are measured. */
export async function noteDownloaded(installs: string, bytes: number): Promise<void> {
  const newest = join(installs, DOWNLOADS, `${(await listGenerations(installs)).at(-1)}`);
  added.set(newest, (added.get(newest) ?? 0) + bytes);
}

/** Has the newest generation measured at the next look. */
export async function forgetDownloaded(installs: string): Promise<void> {
  measurements.delete(join(installs, DOWNLOADS, `${(await listGenerations(installs)).at(-1)}`));
}

/**
 * Begins a new generation where the newest holds its share, and removes older ones that nobody uses: the tools keep
 * indexes of their own, so files are never taken out one by one. Gives the bytes that are still held.
 */
export async function pruneDownloads({ installs, limitBytes }: InstallCache): Promise<number> {
  const generations = await listGenerations(installs);
  const newest = generations.at(-1);
  if (newest === undefined) return 0;
  const share = limitBytes * GENERATION_SHARE;
  const bytes = await estimate(join(installs, DOWNLOADS, `${newest}`), share);
  const isFull = bytes > share;
  if (isFull) await mkdir(join(installs, DOWNLOADS, `${newest + 1}`), { recursive: true });
  const isInUse = await readLeases(installs);
  let held = 0;
  for (const generation of isFull ? generations : generations.slice(0, -1)) {
    const folder = join(installs, DOWNLOADS, `${generation}`);
    if (isInUse(folder)) held += generation === newest ? bytes : await estimate(folder, limitBytes);
    else {
      await rm(folder, { recursive: true, force: true });
      measurements.delete(folder);
      added.delete(folder);
    }
  }
  return isFull ? held : held + bytes;
}

/** The most that a generation holds; it is measured anew where that is long ago or more than `most`. */
async function estimate(folder: string, most: number): Promise<number> {
  const known = measurements.get(folder);
  const before = added.get(folder) ?? 0;
  const started = performance.now();
  if (known !== undefined && started < known.until && known.bytes + before <= most) return known.bytes + before;
  const bytes = await folderSize(folder);
  const ended = performance.now();
  const until = ended + Math.max(MEASURED_MS, (ended - started) * MEASURED_PER_LOOK);
  measurements.set(folder, { until, bytes });
  const meanwhile = (added.get(folder) ?? 0) - before;
  added.set(folder, meanwhile);
  return bytes + meanwhile;
}

async function listGenerations(installs: string): Promise<number[]> {
  const names = await readdir(join(installs, DOWNLOADS)).catch(() => []);
  return names.flatMap((name) => (/^\d{1,9}$/.test(name) ? [Number(name)] : [])).sort((a, b) => a - b);
}
