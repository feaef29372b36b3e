import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves of the young generation together, in bytes: what a night has in flight, and not much more. */
const ENOUGH = 32 * 2 ** 20;

/**
 * Lets V8's young generation grow to `ENOUGH` and no further. Left alone it grows to 128 MB, for work of which nearly
 * all is soon garbage; held at the 2 MB that it starts with, what is still in flight is moved to the old generation,
 * which then costs a tenth of all time. Its greatest size can only be set where a process is started, so the factor that
 * it grows by is turned after each collection; it shrinks by itself where little is done.
 */
export function boundYoungGeneration(): void {
  new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    const isEnough = young === undefined || young.space_size >= ENOUGH;
    setFlagsFromString(`--semi-space-growth-factor=${isEnough ? 1 : 2}`);
  }).observe({ entryTypes: ['gc'] });
}
