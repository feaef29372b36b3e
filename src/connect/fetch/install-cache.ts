import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { safeFileName } from '../../model/escape/file-name.ts';
import { Fault } from '../../model/fault.ts';
import { type DiskRoom, firstBytes, noteNeeded, takeRoom } from './disk-room.ts';
import { noteDownloaded } from './download-cache.ts';
import { folderSize } from './folder-size.ts';
import { takeLease } from './install-lease.ts';
import {
  type InstallCache,
  MARKER_BYTES,
  type Marker,
  readMarker,
  touchMarker,
  writeMarker,
} from './install-marker.ts';
import { OutgrownError, roomFor, withinRoom } from './within-room.ts';

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

/** Fills the folder of an install; the signal says that it outgrew the room that it has. */
export type MakeInstall = (folder: string, outgrown: AbortSignal) => Promise<void>;

/**
 * Gives `use` the folder of an install, which `make` fills first where it is not there, as soon as there is room for it
 * on the disk. Two processes that make the same one at once both succeed: the second throws its own away. While `use`
 * runs, the folder is not evicted. An install that outgrows what can be had beside others is made again alone; one that
 * is larger than the limit is `install-failed`.
 */
export async function withInstall<T>(
  cache: InstallCache,
  key: InstallKey,
  make: MakeInstall,
  use: (folder: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const folder = installFolder(cache, key);
  const release = await takeLease(cache.installs, folder);
  try {
    if ((await readMarker(folder)) !== undefined) await touchMarker(folder);
    else await makeInRoom(cache, key, make, signal);
    return await use(folder);
  } finally {
    await release();
  }
}

/** Makes it beside others, once more with twice the room that it outgrew, and at last alone. */
async function makeInRoom(
  cache: InstallCache,
  key: InstallKey,
  make: MakeInstall,
  signal: AbortSignal | undefined,
): Promise<void> {
  const folder = installFolder(cache, key);
  const attempt = async (bytes: number, isAlone: boolean): Promise<OutgrownError | undefined> => {
    const room = await takeRoom(cache, { bytes, isAlone }, signal);
    try {
      // Another one may have made it while this one waited.
      if ((await readMarker(folder)) !== undefined) await touchMarker(folder);
      else await makeInstall(cache, key, make, room);
      return undefined;
    } catch (error) {
      if (error instanceof OutgrownError) return error;
      throw error;
    } finally {
      await room.leave();
    }
  };
  let outgrown = await attempt(firstBytes(cache), false);
  if (outgrown !== undefined) outgrown = await attempt(2 * roomFor(cache, outgrown.bytes), false);
  if (outgrown !== undefined) outgrown = await attempt(cache.limitBytes, true);
  if (outgrown === undefined) return;
  const size = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const message = `${key.name}@${key.version} does not fit into the install cache: it holds more than ${size(outgrown.bytes)}, and with its downloads the limit is ${size(cache.limitBytes)}`;
  throw new Fault('install-failed', 'fetch', message, { nextStep: 'raise the limit of the install cache' });
}

async function makeInstall(cache: InstallCache, key: InstallKey, make: MakeInstall, room: DiskRoom): Promise<void> {
  const drafts = join(cache.installs, '.drafts');
  await mkdir(drafts, { recursive: true });
  const draft = await mkdtemp(join(drafts, `${process.pid}-`));
  let downloaded = () => room.bytes;
  try {
    await withinRoom(cache, room, draft, (outgrown) => make(draft, outgrown));
    const own = (await folderSize(draft)) + MARKER_BYTES;
    noteNeeded(cache, roomFor(cache, own));
    const bytes = own + (key.bytesElsewhere ?? 0);
    // What lies elsewhere is there already: it is held, and leaves as soon as it can.
    if (!(await room.grow(bytes, true)) && key.bytesElsewhere === undefined) throw new OutgrownError(own);
    const marker: Marker = { name: key.name, version: key.version, bytes };
    await writeMarker(draft, marker);
    const folder = installFolder(cache, key);
    await mkdir(join(folder, '..'), { recursive: true });
    await putInPlace(draft, folder);
    downloaded = () => roomFor(cache, own) - own;
  } finally {
    await noteDownloaded(cache.installs, downloaded());
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
