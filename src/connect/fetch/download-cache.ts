import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderSize } from './folder-size.ts';
import { readLeases, takeLease } from './install-lease.ts';
import type { InstallCache } from './install-marker.ts';

/** Folder among the installs with what npm, pip and uv keep of their downloads, by generation: `1`, `2`, … */
const DOWNLOADS = '.downloads';
/** Share of the limit at which a generation ends: the most of a night's packages have the same dependencies. */
const GENERATION_SHARE = 0.1;
/** The newest generation is measured once in so many evictions; an install adds some 20 MB. */
const MEASURED_EVERY = 10;

const measured = new Map<string, { turns: number; bytes: number }>();

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

/**
 * Begins a new generation where the newest holds its share, and removes older ones that nobody uses: the tools keep
 * indexes of their own, so files are never taken out one by one. Gives the bytes that are still held.
 */
export async function pruneDownloads({ installs, limitBytes }: InstallCache): Promise<number> {
  const generations = await listGenerations(installs);
  const newest = generations.at(-1);
  if (newest === undefined) return 0;
  const isFull = (await measureNewest(installs, newest)) > limitBytes * GENERATION_SHARE;
  if (isFull) await mkdir(join(installs, DOWNLOADS, `${newest + 1}`), { recursive: true });
  const isInUse = await readLeases(installs);
  let held = 0;
  for (const generation of isFull ? generations : generations.slice(0, -1)) {
    const folder = join(installs, DOWNLOADS, `${generation}`);
    if (isInUse(folder)) held += await folderSize(folder);
    else await rm(folder, { recursive: true, force: true });
  }
  return isFull ? held : held + (measured.get(join(installs, DOWNLOADS, `${newest}`))?.bytes ?? 0);
}

async function measureNewest(installs: string, newest: number): Promise<number> {
  const folder = join(installs, DOWNLOADS, `${newest}`);
  const known = measured.get(folder);
  if (known !== undefined && known.turns < MEASURED_EVERY) {
    known.turns += 1;
    return known.bytes;
  }
  const bytes = await folderSize(folder);
  measured.set(folder, { turns: 1, bytes });
  return bytes;
}

async function listGenerations(installs: string): Promise<number[]> {
  const names = await readdir(join(installs, DOWNLOADS)).catch(() => []);
  return names.flatMap((name) => (/^\d{1,9}$/.test(name) ? [Number(name)] : [])).sort((a, b) => a - b);
}
