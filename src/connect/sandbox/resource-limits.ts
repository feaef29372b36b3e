import type { SandboxLimits } from '../options.ts';

/** Open files of one process: Node and Python servers need some 40; a flood of memfds is bounded by it too. */
const OPEN_FILES = 1024;

/**
 * The command that sets the limits and becomes the server; it runs inside the namespaces, where processes are counted
 * apart from the host's. `--data` bounds what a process can write to in memory; an address-space limit would kill every
 * server on V8, which reserves tens of GB that it never touches (each wasm memory alone reserves 10 GB). Processes are
 * `counted outside` where the user inside is a user of the host, whose other processes would count too.
 */
export function withLimits(
  argv: readonly string[],
  limits: SandboxLimits,
  processes: 'counted here' | 'counted outside' = 'counted here',
): string[] {
  return [
    'prlimit',
    ...(processes === 'counted here' ? [`--nproc=${limits.processes}`] : []),
    `--data=${limits.memoryBytes}`,
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
