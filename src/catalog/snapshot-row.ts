import { hashOf } from '../model/canonical.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';

/** What a snapshot row keeps of a list, beside its tools. */
export type SnapshotContext = Pick<
  ServerSnapshot,
  'serverInfo' | 'protocolVersion' | 'capabilities' | 'instructions' | 'malformed'
>;

/** The context of a snapshot. */
export function contextOf(snapshot: ServerSnapshot): SnapshotContext {
  const { serverInfo, protocolVersion, capabilities, instructions, malformed } = snapshot;
  return {
    serverInfo,
    protocolVersion,
    capabilities,
    ...(instructions === undefined ? {} : { instructions }),
    malformed,
  };
}

/**
 * Hash of everything that a snapshot row and its tools hold: the same list in another order is the same content,
 * another package version or another server info is not.
 */
export function contentHash(snapshot: ServerSnapshot, wholeHashes: readonly string[]): string {
  return hashOf([snapshot.provenance.package ?? null, contextOf(snapshot), [...wholeHashes].sort()]);
}
