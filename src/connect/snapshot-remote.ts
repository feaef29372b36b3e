import type { Remote, ServerEntry } from '../model/server-entry.ts';
import type { Found } from './found.ts';
import { linkSignal } from './linked-signal.ts';
import { listRemote } from './list-remote.ts';
import type { ConnectOptions } from './options.ts';

/** Contacts a server that already runs and lists its tools; `{name}` parts of its address take the operator's values. */
export async function snapshotRemote(entry: ServerEntry, remote: Remote, options: ConnectOptions): Promise<Found> {
  const { allowPrivate, caps, given } = options;
  const used = new Set<string>();
  const url = remote.url.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = given.env.get(name)?.reveal();
    if (value === undefined) return whole;
    used.add(name);
    return encodeURIComponent(value);
  });
  options.onEvent({ type: 'stage', server: entry.id, stage: 'list' });
  const { signal, release } = linkSignal(options.signal, options.timeoutMs);
  const deadline = Date.now() + options.timeoutMs;
  const contacting = { caps, signal, headers: given.headers, allowPrivate, deadline };
  const listing = await listRemote({ type: remote.type, url }, contacting).finally(release);
  const names = [...used, ...given.headers.keys()].toSorted();
  return { listing, provenance: { placeholders: { env: {}, args: [] }, given: names, scriptsRan: false, starts: 1 } };
}
