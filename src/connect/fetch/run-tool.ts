import { spawn } from 'node:child_process';
import { Fault } from '../../model/fault.ts';
import { joinTools, signalGroup } from './held-tools.ts';

/** Bytes of output kept of a fetching tool; npm's JSON of all versions of a package stays below. */
const MAX_OUTPUT_BYTES = 8 * 2 ** 20;

/** What a tool of the operator's machine (npm, pip, uv, du) did. */
export type ToolOutcome = {
  /** Exit code; null when a signal or our time limit ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Whether the time limit ended it. */
  isLate: boolean;
};

/** How to run a tool. */
export type ToolOptions = {
  cwd?: string;
  timeoutMs: number;
  signal: AbortSignal;
};

/**
 * Runs a tool of the operator's machine with the operator's environment (registry settings, proxies). For fetching
 * only: nothing of a package may run here. The tool and its children die with the time limit or the signal.
 * Throws `interrupted` on the signal and `runtime-missing` where there is no such tool.
 */
export async function runTool(argv: readonly [string, ...string[]], options: ToolOptions): Promise<ToolOutcome> {
  const [program, ...args] = argv;
  if (options.signal.aborted) throw new Fault('interrupted', 'fetch', `${program} was not run`);
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const { pid } = child;
  const leave = joinTools(pid);
  const kill = () => pid !== undefined && signalGroup(pid, 'SIGKILL');
  child.once('exit', leave);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, options.timeoutMs);
  options.signal.addEventListener('abort', kill);
  try {
    const stdout = keep(child.stdout);
    const stderr = keep(child.stderr);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (options.signal.aborted) throw new Fault('interrupted', 'fetch', `${program} was stopped`);
    return { code, stdout: stdout(), stderr: stderr(), isLate };
  } catch (cause) {
    if (cause instanceof Fault || !isMissing(cause)) throw cause;
    const nextStep = `install ${program}`;
    throw new Fault('runtime-missing', 'fetch', `${program} is not on this machine`, { cause, nextStep });
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', kill);
  }
}

function keep(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes < MAX_OUTPUT_BYTES) chunks.push(chunk);
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
