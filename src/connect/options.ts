import type { OnEvent } from '../model/event.ts';
import type { GivenValues } from '../model/secret.ts';

/** Caps on what one server may make us hold. */
export type Caps = {
  /** Pages of `tools/list`. */
  pages: number;
  /** Items over all pages. */
  tools: number;
  /** Bytes of one message (one line, one HTTP body, one SSE event). */
  messageBytes: number;
  /** Bytes of all messages of one connection. */
  totalBytes: number;
};

/** The caps that hold unless the operator says otherwise. Largest honest list seen: about 1,000 tools, 3 MB. */
export const DEFAULT_CAPS: Caps = { pages: 200, tools: 10_000, messageBytes: 8 * 2 ** 20, totalBytes: 48 * 2 ** 20 };

/** Limits that the sandbox puts on one server. */
export type SandboxLimits = {
  /** Bytes of memory of the whole process tree (address space per process where no cgroup can be had). */
  memoryBytes: number;
  processes: number;
  /** Bytes of one written file. */
  fileBytes: number;
  /** Seconds of processor time. */
  cpuSeconds: number;
};

/**
 * The limits that hold unless the operator says otherwise. Threads count as processes: a Node server has about 11, one
 * with a browser's driver about 60. Honest servers stay below 600 MB and 10 seconds of processor time until they list.
 */
export const DEFAULT_LIMITS: SandboxLimits = {
  memoryBytes: 2 * 2 ** 30,
  processes: 256,
  fileBytes: 256 * 2 ** 20,
  cpuSeconds: 60,
};

/** How to take a snapshot. */
export type ConnectOptions = {
  /** Folder with installs by exact version. */
  installs: string;
  /** Bytes that `installs` may hold; least recently used leaves first. */
  installsLimitBytes: number;
  /** Milliseconds for one server: all start rounds together, from start to list. */
  timeoutMs: number;
  /** Milliseconds for resolving, fetching and building. */
  installTimeoutMs: number;
  allowScripts: boolean;
  unsandboxed: boolean;
  /** Whether remotes at private, loopback and link-local addresses may be contacted. */
  allowPrivate: boolean;
  caps: Caps;
  /** Values for this server alone. */
  given: GivenValues;
  onEvent: OnEvent;
  /** Stops everything in flight; what is running is killed. */
  signal: AbortSignal;
  /** The current time. */
  now: () => Date;
};
