import PQueue from 'p-queue';

/**
 * Runs `work` for each item, at most `concurrency` at once, taking the next item only when there is room. The first
 * error stops further starts, waits for what is in flight, and is thrown.
 */
export async function forEachAtOnce<T>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency });
  const errors: unknown[] = [];
  for await (const item of items) {
    await queue.onSizeLessThan(1);
    if (errors.length > 0) break;
    void queue.add(() => work(item)).catch((error: unknown) => errors.push(error));
  }
  await queue.onIdle();
  if (errors.length > 0) throw errors[0];
}
