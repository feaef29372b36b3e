import type { ServerTarget, TargetProblem } from '../target.ts';

/** An MCP registry, wherever it lies: a server that speaks its API, or a file or folder in which one was saved. */
export type Registry = {
  /** All its servers, the newest version of each, deleted ones marked. What cannot be read is a problem, and the rest goes on. */
  list: () => AsyncIterable<ServerTarget | TargetProblem>;
  /** The newest version of one server, by its name in the registry. */
  find: (name: string) => Promise<(ServerTarget | TargetProblem)[]>;
};

/** What is wanted of the entries of a registry. */
export type ListWish = {
  /** Only what changed since then; the registry is asked for a little more, since its clock and ours differ. */
  updatedSince?: Date;
};

/** A registry that speaks the API, and can tell what changed. */
export type RemoteRegistry = Registry & {
  /** Its base URL, without secrets. */
  place: string;
  /** Its entries as they are sent, in the order of its pages; with `updatedSince` deleted ones too. */
  records: (wish: ListWish) => AsyncIterable<{ record: unknown } | TargetProblem>;
};

/** Milliseconds by which `updatedSince` reaches further back: clocks differ, and entries appear late. */
const OVERLAP_MS = 15 * 60_000;

/** The moment to ask from. */
export function withOverlap(updatedSince: Date): Date {
  return new Date(updatedSince.getTime() - OVERLAP_MS);
}
