import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a block as `stat` counts them (POSIX). */
const BLOCK_BYTES = 512;

/** Bytes on disk of all files below a folder; a link counts as a link. What vanishes meanwhile counts nothing. */
export async function folderSize(folder: string): Promise<number> {
  const items = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    items.map(async (item) => {
      const path = join(folder, item.name);
      if (item.isDirectory()) return await folderSize(path);
      return ((await lstat(path).catch(() => undefined))?.blocks ?? 0) * BLOCK_BYTES;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
