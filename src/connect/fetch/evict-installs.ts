import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetImage } from '../oci/held-image.ts';
import { pruneDownloads } from './download-cache.ts';
import { isAlive, readLeases } from './install-lease.ts';
import { type InstallCache, lastUse, readMarker } from './install-marker.ts';

/** An install on disk. */
type Install = { folder: string; bytes: number; lastUse: number };

/** Installs leave until this share of the limit is held, so that not every new one has to push another out. */
const TARGET_SHARE = 0.95;

/** Removes the least recently used installs while all, with the downloads, hold more than the limit. What is in use stays. */
export async function evictInstalls(cache: InstallCache): Promise<void> {
  await sweepDrafts(cache.installs);
  const installs = await listInstalls(cache.installs);
  const downloads = await pruneDownloads(cache);
  let held = installs.reduce((sum, { bytes }) => sum + bytes, downloads);
  if (held <= cache.limitBytes) return;
  const isInUse = await readLeases(cache.installs);
  for (const { folder, bytes } of installs.sort((a, b) => a.lastUse - b.lastUse)) {
    if (held <= cache.limitBytes * TARGET_SHARE) return;
    if (isInUse(folder)) continue;
    await remove(cache.installs, folder);
    held -= bytes;
  }
}

/** Takes a folder out of its place at once, so that nobody finds half of it, and then removes it. */
async function remove(installs: string, folder: string): Promise<void> {
  const drafts = join(installs, '.drafts');
  await mkdir(drafts, { recursive: true });
  const away = join(drafts, `${process.pid}-${randomUUID()}`);
  const isInUse = await readLeases(installs);
  if (isInUse(folder)) return;
  await rename(folder, away).catch(() => undefined);
  if (folder.startsWith(join(installs, 'oci/'))) await forgetImage(away);
  await rm(away, { recursive: true, force: true });
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
    if (!isAlive(Number(draft.split('-')[0]))) await rm(join(drafts, draft), { recursive: true, force: true });
  }
}
