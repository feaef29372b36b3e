import type { DueReason } from '../../model/account.ts';
import type { FailureCode } from '../../model/failure.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a failed server is left alone: after the first failure, and at most; each further one in a row doubles it. */
export type BackOff = { firstMs: number; mostMs: number };

/** The failures of the network and of the hour pass soon; those of the package stay until its author does something. */
export const BACK_OFFS: Readonly<Record<FailureCode, BackOff>> = {
  'not-found': { firstMs: 2 * DAY_MS, mostMs: 30 * DAY_MS },
  'install-failed': { firstMs: 2 * DAY_MS, mostMs: 14 * DAY_MS },
  'runtime-missing': { firstMs: 3 * DAY_MS, mostMs: 14 * DAY_MS },
  'sandbox-refused': { firstMs: 12 * HOUR_MS, mostMs: 7 * DAY_MS },
  'start-timeout': { firstMs: DAY_MS, mostMs: 14 * DAY_MS },
  exited: { firstMs: 3 * DAY_MS, mostMs: 21 * DAY_MS },
  'not-a-server': { firstMs: 14 * DAY_MS, mostMs: 60 * DAY_MS },
  'needs-credentials': { firstMs: 7 * DAY_MS, mostMs: 30 * DAY_MS },
  'needs-configuration': { firstMs: 7 * DAY_MS, mostMs: 30 * DAY_MS },
  'needs-network': { firstMs: 14 * DAY_MS, mostMs: 60 * DAY_MS },
  'auth-required': { firstMs: 7 * DAY_MS, mostMs: 30 * DAY_MS },
  unreachable: { firstMs: 4 * HOUR_MS, mostMs: 7 * DAY_MS },
  'address-refused': { firstMs: 7 * DAY_MS, mostMs: 30 * DAY_MS },
  'rate-limited': { firstMs: 4 * HOUR_MS, mostMs: 2 * DAY_MS },
  'protocol-error': { firstMs: 2 * DAY_MS, mostMs: 14 * DAY_MS },
  'too-large': { firstMs: 7 * DAY_MS, mostMs: 30 * DAY_MS },
  empty: { firstMs: 2 * DAY_MS, mostMs: 14 * DAY_MS },
  unsupported: { firstMs: 14 * DAY_MS, mostMs: 60 * DAY_MS },
  interrupted: { firstMs: 0, mostMs: 0 },
};

/** Share by which ages and back-offs differ from server to server, so that a first night does not come back as one. */
const JITTER = 0.1;

/** What is remembered of a server when it is asked whether it is due. Times in milliseconds since 1970. */
export type DueFacts = {
  server: string;
  /** Hash of the source record as it is named now, and as it was at the last try. */
  recordHash: string;
  triedHash: string | null;
  triedAt: number | null;
  listedAt: number | null;
  /** What classified the stored list; null where none is stored, or where it has to be classified again. */
  judgedBy: string | null;
  /** Code of the last try; null where it listed. */
  failureCode: FailureCode | null;
  /** Failed tries in a row. */
  failures: number;
};

/** By what is decided. */
export type DueTerms = {
  now: number;
  maxAgeMs: number;
  backOffs: Readonly<Record<FailureCode, BackOff>>;
  /** What would classify now. */
  judgedBy: string;
};

/** Why a server is due; undefined where it is not. Pure, and the same for the same facts on every machine. */
export function dueReason(facts: DueFacts, terms: DueTerms): DueReason | undefined {
  if (facts.triedAt === null) return 'new';
  if (facts.triedHash !== facts.recordHash) return 'changed';
  if (facts.failureCode !== null) {
    const waited = terms.now - facts.triedAt;
    if (waited >= backOffMs(facts, terms.backOffs[facts.failureCode])) return 'back-off';
  } else if (facts.listedAt === null || terms.now - facts.listedAt >= terms.maxAgeMs * spread(facts.server))
    return 'aged';
  return facts.listedAt !== null && facts.judgedBy !== terms.judgedBy ? 'rejudge' : undefined;
}

/** Milliseconds from the last try until a failed server is tried again; never more than `mostMs`. */
export function backOffMs({ server, failures }: Pick<DueFacts, 'server' | 'failures'>, backOff: BackOff): number {
  const doubled = backOff.firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 30);
  return Math.min(doubled, backOff.mostMs) * spread(server);
}

/** A number of a server's own from 1 - `JITTER` to 1: its place in the spread (FNV-1a over its id). */
function spread(server: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < server.length; at += 1) hash = Math.imul(hash ^ server.charCodeAt(at), 0x01000193);
  return 1 - JITTER * ((hash >>> 0) / 2 ** 32);
}
