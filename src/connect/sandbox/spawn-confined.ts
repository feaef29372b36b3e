import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { Fault } from '../../model/fault.ts';
import { leakedDescriptors } from './leaked-descriptors.ts';
import type { ConfinedProcess, ExitStatus } from './sandbox.ts';

/** Where programs of this machine are looked for; the operator's own PATH is not used, so a project folder in it plays no part. */
export const HOST_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin';

/** How to spawn the program that confines. */
export type SpawnOptions = {
  argv: readonly string[];
  /** Environment of the confining program itself. */
  env?: Readonly<Record<string, string>>;
  /** Texts and bytes to hand over on file descriptors 3, 4, …, each ended after it. */
  inputs?: readonly (string | Uint8Array)[];
  /** Runs with the process id before the first input is handed over. */
  beforeInputs?: (pid: number) => void;
  /** A process group of its own, killed as a whole. */
  ownGroup?: boolean;
  cwd?: string;
  /** Runs once when the process has ended or could not be started. */
  atEnd?: () => void;
};

/** Spawns a confining program and gives its process with stdin, stdout and stderr as pipes. */
export function spawnConfined(options: SpawnOptions): ConfinedProcess {
  const [program, ...args] = options.argv;
  const inputs = options.inputs ?? [];
  const child = spawn(program ?? '', args, {
    stdio: descriptorsFor(inputs.length),
    env: { PATH: HOST_PATH, ...options.env },
    detached: options.ownGroup ?? false,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const exited = ending(child, program ?? '').finally(options.atEnd);
  exited.catch(() => undefined);
  if (child.pid !== undefined) options.beforeInputs?.(child.pid);
  handOver(child, inputs);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError('the standard streams are pipes');
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => undefined);
  return { stdin, stdout, stderr, exited, kill: () => kill(child, options.ownGroup ?? false) };
}

/** What we inherited does not change while we run. */
let leaked: { descriptors: number[]; nothing: number } | undefined;

/** Pipes for the standard streams and the inputs; `/dev/null` over every descriptor that the child would inherit. */
function descriptorsFor(inputs: number): StdioOptions {
  leaked ??= { descriptors: leakedDescriptors(), nothing: openSync('/dev/null', 'r+') };
  const { descriptors, nothing } = leaked;
  const pipes = 3 + inputs;
  const length = Math.max(pipes, ...descriptors.map((descriptor) => descriptor + 1));
  return Array.from({ length }, (_, descriptor) => {
    if (descriptor < pipes) return 'pipe';
    return descriptors.includes(descriptor) ? nothing : 'ignore';
  });
}

/** Writes each input to its descriptor. A program that ends before it has read them closes the pipe: no error of ours. */
function handOver(child: ChildProcess, inputs: readonly (string | Uint8Array)[]): void {
  for (const [index, input] of inputs.entries()) {
    const pipe = child.stdio[3 + index];
    if (!(pipe instanceof Writable)) continue;
    pipe.on('error', () => undefined);
    pipe.end(input);
  }
}

function ending(child: ChildProcess, program: string): Promise<ExitStatus> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (cause) =>
      reject(new Fault('sandbox-refused', 'start', `${program} could not be started`, { cause })),
    );
  });
}

function kill(child: ChildProcess, group: boolean): void {
  if (!group) child.kill('SIGKILL');
  else if (child.pid !== undefined)
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Every process of the group has ended already.
    }
  for (const stream of child.stdio) stream?.destroy();
}
