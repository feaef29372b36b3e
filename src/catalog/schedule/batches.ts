import { setTimeout } from 'node:timers/promises';

/** Items of one write at most: more gain little, and hold the write lock longer against other processes. */
const MAX_BATCH = 200;

/** How long what a night writes is gathered: a commit costs more than many rows, and nobody waits for a single one. */
export const GATHER_MS = 50;

/**
 * Gathers items that wait while others are written into the next write. A promise resolves when its item is written, and
 * rejects with the error of its batch.
 */
export function createBatches<T>(
  write: (run: string, batch: readonly T[]) => Promise<void>,
): (run: string, item: T) => Promise<void> {
  const waiting: { run: string; item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let isWriting = false;
  const writeAll = async (): Promise<void> => {
    isWriting = true;
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      if (waiting.length < MAX_BATCH) await setTimeout(GATHER_MS);
      const { run } = first;
      const other = waiting.findIndex((each) => each.run !== run);
      const batch = waiting.splice(0, Math.min(other === -1 ? waiting.length : other, MAX_BATCH));
      try {
        await write(
          run,
          batch.map(({ item }) => item),
        );
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  };
  return (run, item) =>
    new Promise((resolve, reject) => {
      waiting.push({ run, item, resolve, reject });
      if (!isWriting) void writeAll();
    });
}
