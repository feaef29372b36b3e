import type { ServerTarget, TargetProblem } from '../target.ts';

/** What is wanted of a list. */
export type ListWish = {
  /** Only what changed since then; the registry is asked for a little more, since its clock and ours differ. */
  updatedSince?: Date;
};

/** An MCP registry, wherever it lies: a server that speaks its API, or a file or folder in which one was saved. */
export type Registry = {
  /** All its servers, the newest version of each, deleted ones marked. What cannot be read is a problem, and the rest goes on. */
  list: (wish: ListWish) => AsyncIterable<ServerTarget | TargetProblem>;
  /** The newest version of one server, by its name in the registry. */
  find: (name: string) => Promise<(ServerTarget | TargetProblem)[]>;
};

/** Milliseconds by which `updatedSince` reaches further back: clocks differ, and entries appear late. */
const OVERLAP_MS = 15 * 60_000;

/** The moment to ask from. */
export function withOverlap(updatedSince: Date): Date {
  return new Date(updatedSince.getTime() - OVERLAP_MS);
}
