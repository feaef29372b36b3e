import type { Catalog } from '../../catalog/catalog.ts';
import { type GivenValues, NOTHING_GIVEN } from '../../model/secret.ts';
import type { ScanTools } from '../scan-options.ts';
import type { LookContext } from './look-at.ts';
import type { NightOptions } from './night-options.ts';
import type { StageClock } from './stage-clock.ts';

/** What looking at a run's servers needs, in one process as on many machines. */
export async function lookContext(
  catalog: Catalog,
  night: { run: string; given: ReadonlyMap<string, GivenValues>; clock: StageClock },
  options: NightOptions,
  tools: ScanTools,
  { judgedBy, onResult }: Pick<LookContext, 'judgedBy' | 'onResult'>,
): Promise<LookContext> {
  const { run, given, clock } = night;
  return {
    run,
    catalog,
    options: contactOptions(options),
    tools,
    judgedBy,
    givenOf: (server) => bothGiven(given.get(server), options.secrets.get(server)),
    reviewed: await catalog.schedule.reviewed(),
    onResult,
    clock,
  };
}

function contactOptions({ config, places }: NightOptions): LookContext['options'] {
  const { installsLimit, timeouts, allowScripts, unsandboxed, allowPrivate } = config;
  return {
    places,
    installsLimitBytes: installsLimit,
    timeoutMs: timeouts.server,
    installTimeoutMs: timeouts.install,
    allowScripts,
    unsandboxed,
    allowPrivate,
  };
}

/** The values of a client config and those of the night's own config; the latter go first where both name one. */
function bothGiven(ofSource: GivenValues = NOTHING_GIVEN, ofConfig: GivenValues = NOTHING_GIVEN): GivenValues {
  return {
    env: new Map([...ofSource.env, ...ofConfig.env]),
    headers: new Map([...ofSource.headers, ...ofConfig.headers]),
  };
}
