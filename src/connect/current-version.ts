import type { ServerEntry } from '../model/server-entry.ts';
import { choosePackage } from './choose-package.ts';
import { withDownloads } from './fetch/download-cache.ts';
import { FETCHERS } from './fetch/index.ts';
import type { ConnectOptions } from './options.ts';

/** What of the options of a snapshot the question for a version needs. */
export type VersionOptions = Pick<ConnectOptions, 'installs' | 'installTimeoutMs' | 'signal'>;

/**
 * The version of an entry's package that a snapshot would run now, without installing anything: the exact one that the
 * entry names, else what the registry says; where nothing changed there, that costs one small request. Undefined for an
 * entry without a package that is fetched. Throws a Fault as a snapshot would: `not-found`, `install-failed`, …
 */
export async function currentVersion(entry: ServerEntry, options: VersionOptions): Promise<string | undefined> {
  const { installs, installTimeoutMs, signal } = options;
  const wanted = choosePackage(entry);
  const fetcher = FETCHERS.find(({ registryType }) => registryType === wanted?.registryType);
  if (wanted === undefined || fetcher === undefined) return undefined;
  const deadline = performance.now() + installTimeoutMs;
  const ask = (downloads: string) => fetcher.resolve(wanted, { installs, downloads, deadline, signal });
  return (await withDownloads(installs, ask)).version;
}
