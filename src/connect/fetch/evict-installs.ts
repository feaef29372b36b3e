import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetImage } from '../oci/held-image.ts';
import { pruneDownloads } from './download-cache.ts';
import { folderSize } from './folder-size.ts';
import { isAlive, readLeases } from './install-lease.ts';
import { type InstallCache, lastUse, readMarker } from './install-marker.ts';
import { endLeftTools } from './left-tools.ts';

/** An install on disk. */
type Install = { folder: string; bytes: number; lastUse: number };

/** Installs leave until this share of the limit is held, so that not every new one has to push another out. */
const TARGET_SHARE = 0.95;

/** What lies among the installs beside them (the Pythons of pip, headers, known versions) is measured once in so long. */
const REST_MS = 60_000;
const MEASURED_APART = new Set(['.claims', '.drafts', '.downloads', '.leases']);

const rests = new Map<string, { at: number; bytes: number }>();

/** What installs hold after an eviction, with all that lies beside them, and whether any of them is in use. */
export type Held = { held: number; isAnyInUse: boolean };

/**
 * Removes the least recently used installs while all, with the downloads and `claimed` bytes of installs in flight, hold
 * more than the limit. What is in use stays.
 */
export async function evictInstalls(cache: InstallCache, claimed: number): Promise<Held> {
  await sweepDrafts(cache.installs);
  const installs = await listInstalls(cache.installs);
  const beside = (await pruneDownloads(cache)) + (await measureRest(cache.installs));
  let held = installs.reduce((sum, { bytes }) => sum + bytes, beside);
  const isInUse = await readLeases(cache.installs);
  const isAnyInUse = installs.some(({ folder }) => isInUse(folder));
  if (held + claimed <= cache.limitBytes) return { held, isAnyInUse };
  for (const { folder, bytes } of installs.sort((a, b) => a.lastUse - b.lastUse)) {
    if (held + claimed <= cache.limitBytes * TARGET_SHARE) break;
    if (!isInUse(folder) && (await remove(cache.installs, folder))) held -= bytes;
  }
  return { held, isAnyInUse };
}

async function measureRest(installs: string): Promise<number> {
  const known = rests.get(installs);
  if (known !== undefined && performance.now() - known.at < REST_MS) return known.bytes;
  const items = await readdir(installs).catch(() => []);
  const names = items.filter((name) => name.startsWith('.') && !MEASURED_APART.has(name));
  const sizes = await Promise.all(names.map((name) => folderSize(join(installs, name))));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  rests.set(installs, { at: performance.now(), bytes });
  return bytes;
}

/** Takes a folder out of its place at once, so that nobody finds half of it, and then removes it, unless it is in use. */
async function remove(installs: string, folder: string): Promise<boolean> {
  const drafts = join(installs, '.drafts');
  await mkdir(drafts, { recursive: true });
  const away = join(drafts, `${process.pid}-${randomUUID()}`);
  const isInUse = await readLeases(installs);
  if (isInUse(folder)) return false;
  await rename(folder, away).catch(() => undefined);
  if (folder.startsWith(join(installs, 'oci/'))) await forgetImage(away);
  await rm(away, { recursive: true, force: true });
  return true;
}

async function listInstalls(installs: string): Promise<Install[]> {
  const found: Install[] = [];
  for (const registry of await foldersIn(installs)) {
    for (const name of await foldersIn(join(installs, registry))) {
      for (const version of await foldersIn(join(installs, registry, name))) {
        const folder = join(installs, registry, name, version);
        const marker = await readMarker(folder);
        found.push({ folder, bytes: marker?.bytes ?? 0, lastUse: await lastUse(folder) });
      }
    }
  }
  return found;
}

async function foldersIn(folder: string): Promise<string[]> {
  const items = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return items.filter((item) => item.isDirectory() && !item.name.startsWith('.')).map(({ name }) => name);
}

/** Removes what killed processes left half made. */
async function sweepDrafts(installs: string): Promise<void> {
  const drafts = join(installs, '.drafts');
  for (const draft of await readdir(drafts).catch(() => [])) {
    if (isAlive(Number(draft.split('-')[0]))) continue;
    await endLeftTools(join(drafts, draft));
    await rm(join(drafts, draft), { recursive: true, force: true });
  }
}
