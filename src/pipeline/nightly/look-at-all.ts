import type { Catalog } from '../../catalog/catalog.ts';
import { type DueServer, LANES } from '../../catalog/schedule/schedule.ts';
import type { ScanTools } from '../scan-options.ts';
import type { BegunNight } from './begin-night.ts';
import { createDiskFloor } from './disk-floor.ts';
import { limitsFor } from './limits.ts';
import { lookAt } from './look-at.ts';
import { lookContext } from './look-context.ts';
import type { NightNews } from './night-news.ts';
import type { NightOptions, NightTools } from './night-options.ts';
import { runLane } from './run-lane.ts';

/** Looks at all that is due and not done, lane by lane side by side, until it is done or the signal stops it. */
export async function lookAtAll(
  catalog: Catalog,
  { run, given, clock }: BegunNight,
  options: NightOptions,
  tools: NightTools & Pick<ScanTools, 'llm'>,
  { judgedBy, news }: { judgedBy: string; news: NightNews },
): Promise<void> {
  const { add: onResult } = news;
  const context = await lookContext(catalog, { run: run.id, given, clock }, options, tools, { judgedBy, onResult });
  const { lanes } = await catalog.schedule.counts(run.id);
  const limits = limitsFor(options.config.limits);
  const stop = new AbortController();
  const hasDisk = createDiskFloor(options.places.installs, options.config.diskFloor);
  const runOne = async (lane: (typeof LANES)[number]): Promise<void> => {
    const progress = { stage: 'look' as const, lane, total: lanes[lane], done: 0, failed: 0 };
    let isFull = false;
    const work = async (due: DueServer): Promise<void> => {
      isFull ||= lane === 'installs' && !(await hasDisk());
      if (isFull) return;
      const looked = await lookAt(due, context);
      if (looked.status === 'interrupted') return;
      progress.done += 1;
      if (looked.status === 'failed') progress.failed += 1;
      tools.onProgress(progress);
    };
    const goOn = (): boolean => !(isFull || stop.signal.aborted || tools.signal.aborted);
    if (progress.total > 0) tools.onProgress(progress);
    try {
      await runLane(catalog.schedule.due(run.id, lane), { atOnce: limits[lane], perHost: limits.perHost }, work, goOn);
    } catch (error) {
      stop.abort();
      throw error;
    }
    if (isFull) tools.onEvent({ type: 'note', message: describeFull(options) });
  };
  const ends = await Promise.allSettled(LANES.map(runOne));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** That no more packages are fetched, and what to do. */
export function describeFull({ places, config }: NightOptions): string {
  const floor = `${Math.round(config.diskFloor / 1e6)} MB`;
  return `the disk of ${places.installs} has less than ${floor} free: no more packages are fetched; make room there, or lower diskFloor, and start again`;
}
