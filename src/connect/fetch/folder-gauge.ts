import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BLOCK_BYTES } from './folder-size.ts';

/** A folder as it was last read. */
type Known = { changed: number; readAt: number; newest: number; bytes: number; folders: readonly string[] };

/** A folder none of whose files changed for so long is read again only when its own time of change moves. */
const CALM_MS = 2000;

/**
 * Measures a folder that is being filled, again and again: bytes on disk, where folders that rest since the last look
 * cost one `lstat` each and not one a file. A change of a resting file in place is not seen.
 */
export function createFolderGauge(folder: string): () => Promise<number> {
  const known = new Map<string, Known>();
  const look = async (path: string): Promise<number> => {
    const { ctimeMs: changed, blocks = 0 } = (await lstat(path).catch(() => undefined)) ?? {};
    if (changed === undefined) return 0;
    let item = known.get(path);
    if (item === undefined || item.changed !== changed || item.readAt - item.newest < CALM_MS) {
      item = await readFolder(path, changed);
      known.set(path, item);
    }
    const below = await Promise.all(item.folders.map(look));
    return below.reduce((sum, bytes) => sum + bytes, item.bytes + blocks * BLOCK_BYTES);
  };
  return async () => await look(folder);
}

async function readFolder(path: string, changed: number): Promise<Known> {
  const readAt = Date.now();
  const items = await readdir(path, { withFileTypes: true }).catch(() => []);
  const folders = items.filter((item) => item.isDirectory()).map(({ name }) => join(path, name));
  const files = items.filter((item) => !item.isDirectory());
  const found = await Promise.all(files.map(({ name }) => lstat(join(path, name)).catch(() => undefined)));
  const newest = found.reduce((latest, file) => Math.max(latest, file?.ctimeMs ?? 0), changed);
  const bytes = found.reduce((sum, file) => sum + (file?.blocks ?? 0) * BLOCK_BYTES, 0);
  return { changed, readAt, newest, bytes, folders };
}
