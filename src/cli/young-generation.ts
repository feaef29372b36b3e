import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves of the young generation together, in bytes: what a night has in flight, and not much more. */
const ENOUGH = 32 * 2 ** 20;

/**
 * Holds V8's young generation at its size until the function that is given back is called, then lets it grow to `ENOUGH`
 * and no further. Left alone it grows to 128 MB, for work of which nearly all is soon garbage; held for good, what is
 * still in flight is moved to the old generation, which costs a tenth of all time. Its greatest size can only be set where
 * a process is started, so the factor that it grows by is turned after each collection. That is heard of between two
 * turns of the event loop only, in which loading would double it more than once: call back when all is loaded.
 */
export function holdYoungGeneration(): () => void {
  growBy(1);
  return () => {
    new PerformanceObserver(() => {
      const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
      growBy(young === undefined || young.space_size >= ENOUGH ? 1 : 2);
    }).observe({ entryTypes: ['gc'] });
  };
}

function growBy(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
