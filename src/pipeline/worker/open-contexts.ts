import type { Catalog } from '../../catalog/catalog.ts';
import type { Lane } from '../../catalog/schedule/schedule.ts';
import { readVersion } from '../assets.ts';
import { collectValues } from '../nightly/collect.ts';
import { judgedByOf } from '../nightly/due-terms.ts';
import type { LookContext } from '../nightly/look-at.ts';
import { lookContext } from '../nightly/look-context.ts';
import type { NightOptions, NightTools } from '../nightly/night-options.ts';
import { StageClock } from '../nightly/stage-clock.ts';
import type { ScanTools } from '../scan-options.ts';

/** What looking at the servers of the nights at hand needs, and how far this worker is. */
export type Contexts = {
  /** Of a run, by its id. */
  of: (run: string) => Promise<LookContext>;
  /** Counts a job that ended, for the display. */
  count: (lane: Lane, status: string) => void;
};

/** Opens them; they are made when the first job of a night comes, and only the last night's are kept. */
export function openContexts(
  catalog: Catalog,
  options: NightOptions,
  tools: NightTools & Pick<ScanTools, 'llm'>,
): Contexts {
  let last: { run: string; context: Promise<LookContext> } | undefined;
  const counts = new Map<Lane, { total: number; done: number; failed: number }>();
  const open = async (run: string): Promise<LookContext> => {
    await tellOtherVersion(catalog, run, tools);
    const { lanes } = await catalog.schedule.counts(run);
    for (const [lane, total] of Object.entries(lanes)) counts.set(lane as Lane, { total, done: 0, failed: 0 });
    const given = await collectValues(options, tools);
    const judgedBy = judgedByOf(tools.classifier, options.llm);
    const onResult = async (): Promise<void> => undefined;
    return await lookContext(catalog, { run, given, clock: new StageClock() }, options, tools, { judgedBy, onResult });
  };
  return {
    of: (run) => {
      if (last?.run !== run) last = { run, context: open(run) };
      return last.context;
    },
    count: (lane, status) => {
      const counted = counts.get(lane);
      if (counted === undefined || status === 'interrupted') return;
      counted.done += 1;
      if (status === 'failed') counted.failed += 1;
      tools.onProgress({ stage: 'look', lane, ...counted });
    },
  };
}

/**
 * Tells of a night that was begun by another version. It goes on, so that a fleet can be brought to a new version in the
 * middle of one: each list remembers what judged it, and the next night judges again what differs.
 */
async function tellOtherVersion(catalog: Catalog, id: string, { classifier, onEvent }: NightTools): Promise<void> {
  const run = await catalog.findRun({ id });
  const { toolrisk, rules, weights } = { toolrisk: readVersion(), ...classifier.versions };
  const { versions } = run ?? {};
  if (versions?.toolrisk === toolrisk && versions.rules === rules && versions.weights === weights) return;
  const message = `the night ${id} was begun by toolrisk ${versions?.toolrisk}, or with other rules or weights than ours (${toolrisk}): bring all machines to one version`;
  onEvent({ type: 'note', message });
}
