import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { safeFileName } from '../../model/escape/file-name.ts';
import { evictInstalls } from './evict-installs.ts';
import { folderSize } from './folder-size.ts';
import { takeLease } from './install-lease.ts';
import { type InstallCache, type Marker, readMarker, touchMarker, writeMarker } from './install-marker.ts';

/** One install: registry, exact package, and whether its scripts ran. */
export type InstallKey = {
  registryType: string;
  name: string;
  version: string;
  built: boolean;
  /** Bytes that come and go with it and lie elsewhere: an image in its engine. */
  bytesElsewhere?: number;
};

/** The folder of an install. */
export function installFolder({ installs }: InstallCache, key: InstallKey): string {
  const version = safeFileName(key.version);
  return join(installs, key.registryType, safeFileName(key.name), key.built ? `${version}+built` : version);
}

/**
 * Gives `use` the folder of an install, which `make` fills first where it is not there. Two processes that make the
 * same one at once both succeed: the second throws its own away. While `use` runs, the folder is not evicted.
 */
export async function withInstall<T>(
  cache: InstallCache,
  key: InstallKey,
  make: (folder: string) => Promise<void>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = installFolder(cache, key);
  const release = await takeLease(cache.installs, folder);
  try {
    if ((await readMarker(folder)) !== undefined) await touchMarker(folder);
    else {
      await makeInstall(cache, key, folder, make);
      await evictInstalls(cache);
    }
    return await use(folder);
  } finally {
    await release();
  }
}

async function makeInstall(
  cache: InstallCache,
  key: InstallKey,
  folder: string,
  make: (folder: string) => Promise<void>,
): Promise<void> {
  const drafts = join(cache.installs, '.drafts');
  await mkdir(drafts, { recursive: true });
  const draft = await mkdtemp(join(drafts, `${process.pid}-`));
  try {
    await make(draft);
    const bytes = (await folderSize(draft)) + (key.bytesElsewhere ?? 0);
    const marker: Marker = { name: key.name, version: key.version, bytes };
    await writeMarker(draft, marker);
    await mkdir(join(folder, '..'), { recursive: true });
    await putInPlace(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function putInPlace(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')))
      throw error;
    if ((await readMarker(folder)) !== undefined) return;
    // What lies there has no marker: it is half removed. It goes, and ours takes its place.
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  }
}
