import type { SandboxLimits } from '../options.ts';

/** Open files of one process: Node and Python servers need some 40; a flood of memfds is bounded by it too. */
const OPEN_FILES = 1024;

/**
 * Data that V8 reserves and hardly touches: 512 MB for the code of each isolate, that is of each worker thread. Room for
 * thirty of them, or servers with a few threads would not start.
 */
const RESERVED_BYTES = 16 * 2 ** 30;

/**
 * The command that sets the limits and becomes the server; it runs inside the namespaces, where processes are counted
 * apart from the host's. Memory is held by a control group or a watch; `--data` only bounds what one process can take in
 * the blink before. An address-space limit would kill every server on V8, which reserves 10 GB for each wasm memory.
 * Processes are `counted outside` where the user inside is a user of the host, whose other processes would count too.
 */
export function withLimits(
  argv: readonly string[],
  limits: SandboxLimits,
  processes: 'counted here' | 'counted outside' = 'counted here',
): string[] {
  return [
    'prlimit',
    ...(processes === 'counted here' ? [`--nproc=${limits.processes}`] : []),
    `--data=${limits.memoryBytes + RESERVED_BYTES}`,
    `--fsize=${limits.fileBytes}`,
    `--cpu=${limits.cpuSeconds}`,
    `--nofile=${OPEN_FILES}`,
    '--core=0',
    '--memlock=0',
    '--msgqueue=0',
    '--',
    ...argv,
  ];
}
