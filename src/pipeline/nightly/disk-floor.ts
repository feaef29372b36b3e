import { mkdir, statfs } from 'node:fs/promises';

/** How long a look at the disk holds. */
const LOOK_MS = 2000;

/** Says whether a folder's disk has more than `floorBytes` free. */
export function createDiskFloor(folder: string, floorBytes: number): () => Promise<boolean> {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let hasRoom = true;
  return async () => {
    if (performance.now() - lookedAt < LOOK_MS) return hasRoom;
    lookedAt = performance.now();
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    hasRoom = bavail * bsize > floorBytes;
    return hasRoom;
  };
}
