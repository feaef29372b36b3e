import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a block as `stat` counts them (POSIX). */
export const BLOCK_BYTES = 512;

/** Bytes on disk of a folder and all below it; a link counts as a link. What vanishes meanwhile counts nothing. */
export async function folderSize(folder: string): Promise<number> {
  const items = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (items === undefined) return 0;
  const sizes = await Promise.all(
    items.map(async (item) => {
      const path = join(folder, item.name);
      return item.isDirectory() ? await folderSize(path) : await blockBytes(path);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, await blockBytes(folder));
}

async function blockBytes(path: string): Promise<number> {
  return ((await lstat(path).catch(() => undefined))?.blocks ?? 0) * BLOCK_BYTES;
}
