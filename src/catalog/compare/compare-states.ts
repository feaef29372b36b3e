import type { ServerResult } from '../../model/run.ts';
import type { Change } from './change.ts';
import { compareServers, serverAdded } from './compare-servers.ts';

/** A server in one state of the catalogue; what it holds is read only where it must be. */
export type StateRow = {
  server: string;
  /** Two rows of a server with one fingerprint hold the same lists and verdicts. */
  fingerprint: string;
  load: () => Promise<ServerResult>;
};

/**
 * What changed between two states, both in the order of server ids (by bytes), as `servers` sorts them. Holds one server
 * of each at a time.
 */
export async function* compareStates(
  before: AsyncIterable<StateRow>,
  after: AsyncIterable<StateRow>,
  compareIds: (a: string, b: string) => number = byBytes,
): AsyncGenerator<Change, void, void> {
  const [left, right] = [before[Symbol.asyncIterator](), after[Symbol.asyncIterator]()];
  try {
    let [old, young] = [await nextOf(left), await nextOf(right)];
    while (old !== undefined || young !== undefined) {
      const order = old === undefined ? 1 : young === undefined ? -1 : compareIds(old.server, young.server);
      yield* await changesOf(order <= 0 ? old : undefined, order >= 0 ? young : undefined);
      if (order <= 0) old = await nextOf(left);
      if (order >= 0) young = await nextOf(right);
    }
  } finally {
    await left.return?.();
    await right.return?.();
  }
}

/** UTF-8 order, in which both databases sort. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

async function nextOf(rows: AsyncIterator<StateRow>): Promise<StateRow | undefined> {
  const { done, value } = await rows.next();
  return done === true ? undefined : value;
}

async function changesOf(old: StateRow | undefined, young: StateRow | undefined): Promise<Change[]> {
  if (old !== undefined && old.fingerprint === young?.fingerprint) return [];
  const [before, after] = [await old?.load(), await young?.load()];
  const server = young?.server ?? old?.server ?? '';
  return compareResults(server, before, after);
}

/** What changed from one result of a server to another; a missing one was not looked at or not known. */
function compareResults(server: string, before: ServerResult | undefined, after: ServerResult | undefined): Change[] {
  if (after === undefined)
    return before?.status === 'listed' ? [{ server, kind: 'server-removed', tools: before.snapshot.tools.length }] : [];
  if (after.status === 'failed') {
    const { code, message } = after.failure;
    return before?.status === 'listed' ? [{ server, kind: 'server-failed', code, message }] : [];
  }
  if (before?.status === 'listed') return compareServers(server, before, after);
  return [serverAdded(server, after)];
}
