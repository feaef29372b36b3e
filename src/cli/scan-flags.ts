import { givenTexts } from '../model/redact.ts';
import type { ScanOptions } from '../pipeline/scan-options.ts';
import type { CliContext } from './command.ts';
import { readGivenValues } from './given-values.ts';
import type { ConnectFlags, PresetFlag } from './options.ts';

/** Values of every flag that shapes a scan. */
export type ScanFlags = ConnectFlags & PresetFlag & { database?: string; out?: string };

/** What the pipeline is asked to do, from flags, environment and the words after `--`. */
export function scanOptionsOf(targets: readonly string[], flags: ScanFlags, context: CliContext): ScanOptions {
  const { environment, trailing } = context;
  const database = flags.database ?? environment.databaseUrl?.reveal();
  const given = readGivenValues(flags, environment);
  context.secrets.push(...givenTexts(given));
  return {
    targets,
    ...(trailing === undefined ? {} : { command: trailing }),
    places: environment.places,
    installsLimitBytes: flags.cacheLimit,
    ...(database === undefined ? {} : { database }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
    ...(flags.registry === undefined ? {} : { registry: flags.registry }),
    jobs: flags.jobs,
    timeoutMs: flags.timeout,
    installTimeoutMs: flags.installTimeout,
    allowScripts: flags.allowScripts === true,
    unsandboxed: flags.unsandboxed === true,
    allowPrivate: flags.allowPrivate === true,
    preset: flags.preset,
    given,
  };
}
