import PQueue from 'p-queue';

/** An item that waits for its host; an empty host is no host. */
type Hosted = { host: string };

/** How many items may be worked on side by side. */
export type LaneLimits = { atOnce: number; perHost: number };

/** Items that wait for a busy host at most; then no more are taken from the stream. */
const MAX_PARKED = 1000;

/**
 * Works on a stream of items, at most `atOnce` side by side and `perHost` of one host, and takes at most as many again
 * before there is room for them: an item whose host is busy waits beside, so that it keeps no other waiting. The first
 * error, or a `false` of `goOn`, stops further starts; what is in flight is waited for, and the error thrown.
 */
export async function runLane<T extends Hosted>(
  items: AsyncIterable<T>,
  { atOnce, perHost }: LaneLimits,
  work: (item: T) => Promise<void>,
  goOn: () => boolean = () => true,
): Promise<void> {
  const queue = new PQueue({ concurrency: atOnce });
  const parked = new Map<string, T[]>();
  const running = new Map<string, number>();
  const errors: unknown[] = [];
  const line = { waiting: 0, moved: Promise.withResolvers<void>() };
  const isStopped = (): boolean => errors.length > 0 || !goOn();

  const start = (item: T): void => {
    running.set(item.host, (running.get(item.host) ?? 0) + 1);
    void queue.add(async () => {
      try {
        if (!isStopped()) await work(item);
      } catch (error) {
        errors.push(error);
      }
      leave(item.host);
    });
  };
  const leave = (host: string): void => {
    const left = (running.get(host) ?? 1) - 1;
    if (left === 0) running.delete(host);
    else running.set(host, left);
    const ofHost = parked.get(host);
    const next = ofHost?.shift();
    if (ofHost?.length === 0) parked.delete(host);
    if (next === undefined) return;
    line.waiting -= 1;
    start(next);
    line.moved.resolve();
    line.moved = Promise.withResolvers();
  };

  for await (const item of items) {
    if (isStopped()) break;
    const isBusy = item.host !== '' && (running.get(item.host) ?? 0) >= perHost;
    if (!isBusy) {
      if (queue.size >= atOnce) await queue.onSizeLessThan(Math.ceil(atOnce / 2));
      start(item);
      continue;
    }
    const ofHost = parked.get(item.host);
    if (ofHost === undefined) parked.set(item.host, [item]);
    else ofHost.push(item);
    line.waiting += 1;
    while (line.waiting >= MAX_PARKED) await line.moved.promise;
  }
  await queue.onIdle();
  if (errors.length > 0) throw errors[0];
}
