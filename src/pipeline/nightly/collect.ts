import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '../../catalog/catalog.ts';
import type { NamedServer } from '../../catalog/schedule/schedule.ts';
import { type Account, MAX_EXAMPLES } from '../../model/account.ts';
import { createRedactor, givenTexts, redactDeep } from '../../model/redact.ts';
import type { GivenValues } from '../../model/secret.ts';
import { type CollectFrom, collectEntries } from '../../sources/collect-entries.ts';
import { mergeOrigins } from '../../sources/merge-origins.ts';
import { hasValues } from '../../sources/merge-targets.ts';
import type { Mirrors } from '../../sources/registries/mirrored-list.ts';
import type { ServerTarget, TargetProblem } from '../../sources/target.ts';
import { namedServer } from './lane-of.ts';
import type { NightOptions, NightTools } from './night-options.ts';

/** What the sources said beside the servers themselves. */
export type Collected = Pick<Account['sources'], 'problems' | 'problemExamples' | 'isIncomplete'> & {
  /** Values that stood in the sources, by server id: for that server alone, never stored. */
  given: ReadonlyMap<string, GivenValues>;
};

/** Servers that are handed on at once. */
const BATCH = 400;

/** Kinds of sources that a person wrote: only these hold values. */
const OWN_KINDS: ReadonlySet<string> = new Set(['client-config', 'json-lines', 'list']);

/** Reads all sources and hands their servers on in batches, each server once, without values of secrets. */
export async function collect(
  options: NightOptions,
  tools: NightTools,
  take: (servers: readonly NamedServer[]) => Promise<void>,
  mirrors?: Mirrors,
): Promise<Collected> {
  const { places, config } = options;
  const scratch = join(places.state, `scratch-${process.pid}`);
  await mkdir(scratch, { recursive: true });
  try {
    const given = new Map<string, GivenValues>();
    const collected = { problems: 0, problemExamples: [] as TargetProblem[], isIncomplete: false };
    let batch: NamedServer[] = [];
    let named = 0;
    for await (const item of mergeOrigins(entriesOf(config.sources, options, tools, mirrors), scratch)) {
      if ('problem' in item) {
        collected.problems += 1;
        collected.isIncomplete ||= item.endsList === true;
        const { target, problem } = item;
        if (collected.problemExamples.length < MAX_EXAMPLES) collected.problemExamples.push({ target, problem });
        continue;
      }
      if (hasValues(item)) given.set(item.entry.id, item.given);
      batch.push(withoutValues(item));
      named += 1;
      if (batch.length < BATCH) continue;
      await take(batch);
      batch = [];
      tools.onProgress({ stage: 'collect', named });
    }
    if (batch.length > 0) await take(batch);
    tools.onProgress({ stage: 'collect', named });
    return { ...collected, given };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The values that stand in the sources, for a run that is taken up again. */
export async function collectValues(options: NightOptions, tools: NightTools): Promise<Collected['given']> {
  const given = new Map<string, GivenValues>();
  const own = options.config.sources.filter(({ kind }) => OWN_KINDS.has(kind));
  for await (const item of entriesOf(own, options, tools))
    if (!('problem' in item) && hasValues(item)) given.set(item.entry.id, item.given);
  return given;
}

function entriesOf(
  sources: readonly CollectFrom[],
  { folder, variables }: NightOptions,
  { signal, onEvent }: NightTools,
  mirrors?: Mirrors,
): AsyncIterable<ServerTarget | TargetProblem> {
  const context = { cwd: folder, env: variables, signal, onEvent };
  return collectEntries(sources, mirrors === undefined ? context : { ...context, mirrors });
}

/** Where a night keeps what registries said; undefined where each night is to ask for everything. */
export function mirrorsOf({ places, config }: NightOptions, { now }: NightTools): Mirrors | undefined {
  const { relistAfter: relistAfterMs } = config;
  return relistAfterMs === 0 ? undefined : { folder: join(places.state, 'registries'), relistAfterMs, now };
}

function withoutValues({ target, entry, given }: ServerTarget): NamedServer {
  const redact = createRedactor(givenTexts(given));
  return namedServer(redact(target), hasValues({ given }) ? redactDeep(entry, redact) : entry);
}

/** Whether a schedule that the sources did not name whole still counts as named. */
export function whoIsKnown({
  isIncomplete,
}: Pick<Collected, 'isIncomplete'>): Parameters<Catalog['schedule']['decide']>[1] {
  return isIncomplete ? 'known' : 'named';
}
