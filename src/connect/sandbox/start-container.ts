import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { Fault } from '../../model/fault.ts';
import { isAlive } from '../fetch/install-lease.ts';
import { clientEnvironment, refuseSteering, runEngine } from './container-client.ts';
import type { ConfinedProcess } from './sandbox.ts';
import { HOST_PATH, spawnConfined } from './spawn-confined.ts';

/** Label of our containers: who made them, as `<machine and process namespace>.<process id>`. */
const LABEL = 'toolrisk.owner';
/** Exit code with which both engines say that they, not the container, failed. */
const ENGINE_FAILED = 125;

/**
 * Waits for a word on its standard input, and where that ends without one, be it that we were killed, removes the
 * container: until the engine names it as removed, or five times, as the engine may only be about to make it.
 */
const WATCHER = `read -r word && exit
for turn in 1 2 3 4 5; do [ -n "$("$0" rm --force "$1" 2>/dev/null)" ] && exit; sleep 1; done`;

const swept = new Map<string, Promise<void>>();

/**
 * Starts a container by `<engine> run --name … <args>` and watches it from a process of its own, so that it never
 * outlives us. `env` holds the values of the variables that the arguments name.
 */
export function startContainer(
  engine: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ConfinedProcess {
  refuseSteering(engine, env);
  const name = `toolrisk-${randomUUID()}`;
  const release = watchContainer(engine, name);
  const child = spawnConfined({
    argv: [engine, 'run', '--name', name, '--label', `${LABEL}=${owner(process.pid)}`, '--stop-timeout', '0', ...args],
    env: { ...clientEnvironment(), ...env },
  });
  const exited = child.exited.then((status) => {
    if (status.code !== ENGINE_FAILED) return status;
    throw new Fault('sandbox-refused', 'start', `${engine} refused to start a container`);
  });
  exited.then(
    ({ signal }) => release(signal === null ? 'is gone' : 'is to be removed'),
    () => release('is to be removed'),
  );
  const kill = (): void => {
    release('is to be removed');
    child.kill();
  };
  return { ...child, exited, kill };
}

/** Starts the watcher of a container, in a session of its own; it does not keep us from ending. */
function watchContainer(engine: string, name: string): (container: 'is gone' | 'is to be removed') => void {
  const env = { PATH: HOST_PATH, ...clientEnvironment() };
  const watcher = spawn('/bin/sh', ['-c', WATCHER, engine, name], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env,
  });
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  if (watcher.stdin instanceof Socket) watcher.stdin.unref();
  let isReleased = false;
  return (container) => {
    if (isReleased) return;
    isReleased = true;
    watcher.stdin.end(container === 'is gone' ? 'done\n' : '');
  };
}

/** Removes, once a process, the containers that dead processes of this machine left: where even the watcher was killed. */
export async function sweepContainers(engine: string): Promise<void> {
  const sweep = swept.get(engine) ?? removeLeftovers(engine);
  swept.set(engine, sweep);
  await sweep;
}

async function removeLeftovers(engine: string): Promise<void> {
  const all = ['ps', '--all', '--filter', `label=${LABEL}`, '--format', '{{.Names}} {{.Labels}}'];
  const { stdout } = await runEngine(engine, all);
  for (const line of stdout.split('\n')) {
    // Docker writes `name=value,…`, podman `map[name:value …]`.
    const [, name = '', from = ''] = /^(toolrisk-[\w-]+) .*\btoolrisk\.owner[=:]([\w.-]+)/.exec(line) ?? [];
    const pid = Number(from.split('.').at(-1));
    if (from !== '' && from === owner(pid) && !isAlive(pid)) await runEngine(engine, ['rm', '--force', name]);
  }
}

/** Process ids mean something only within one start of one machine, and one namespace of it. */
function owner(pid: number): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const namespace = readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '');
  return `${boot}.${namespace}.${pid}`;
}
