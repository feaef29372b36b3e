import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { text } from 'node:stream/consumers';
import { Fault } from '../../model/fault.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import type { SandboxLimits } from '../options.ts';
import { boundFolders, environmentInside, HOME_INSIDE, NODE_FOLDER, PRIVATE_FOLDER_BYTES } from './inside.ts';
import { probeByRunning } from './probe.ts';
import { withLimits } from './resource-limits.ts';
import type { ConfinedProcess, Sandbox, SandboxProbe } from './sandbox.ts';
import { spawnConfined } from './spawn-confined.ts';
import { systemFiles, systemFolders } from './system-binds.ts';

/** A container engine with the command line of docker. */
export type ContainerEngine = {
  /** `docker` or `podman`; also the program. */
  id: string;
  /** User and group in the container, so that the folders of the plan can be read. */
  user: string;
};

/** Name of the image without content in which the system's own folders are mounted: nothing is downloaded. */
const IMAGE = 'localhost/toolrisk-empty';

/** A tar archive without entries (POSIX.1, pax: two blocks of zeros). */
const EMPTY_TAR = '\0'.repeat(1024);

/** Seconds after which a container ends by itself: a container outlives us where we are killed. */
const LAST_SECONDS = 900;

/** Variables that would steer the engine's own client, which passes variables on by their names. */
const STEERS_CLIENT = /^(?:LD_|DOCKER|PODMAN|CONTAINER|GO[A-Z]|XDG_)/;

/** Makes the empty image where it is missing, and runs something trivial in it. */
export async function probeContainers(engine: ContainerEngine): Promise<SandboxProbe> {
  const sandbox: Sandbox = { id: engine.id, start: (plan, limits) => start(engine, plan, limits) };
  const known = await runEngine(engine, ['image', 'inspect', IMAGE]);
  const made = known.code === 0 ? known : await runEngine(engine, ['import', '-', IMAGE], EMPTY_TAR);
  const reason = made.code === 0 ? await probeByRunning(sandbox) : made.lastWord;
  if (reason !== undefined) return { works: false, reason };
  const remark = `when toolrisk itself is killed, a container may go on for up to ${LAST_SECONDS / 60} minutes`;
  return { works: true, sandbox, remarks: [remark] };
}

function start(engine: ContainerEngine, plan: LaunchPlan, limits: SandboxLimits): ConfinedProcess {
  const name = `toolrisk-${randomUUID()}`;
  const command = ['timeout', '--signal=KILL', `${LAST_SECONDS}`, ...withLimits(plan.argv, limits, 'counted outside')];
  const argv = [engine.id, 'run', '--name', name, ...containerArguments(engine, plan, limits), IMAGE, ...command];
  const child = spawnConfined({ argv, env: { ...clientEnvironment(), ...plan.env } });
  const exited = child.exited.then((status) => {
    if (status.code !== 125) return status;
    throw new Fault('sandbox-refused', 'start', `${engine.id} refused to start a container`);
  });
  exited.catch(() => undefined);
  const kill = (): void => {
    child.kill();
    void runEngine(engine, ['rm', '--force', name]);
  };
  return { ...child, exited, kill };
}

/** Everything between `run` and the image. Values of variables are named, not told: every user can read arguments. */
export function containerArguments(engine: ContainerEngine, plan: LaunchPlan, limits: SandboxLimits): string[] {
  const steering = Object.keys(plan.env).find((name) => STEERS_CLIENT.test(name));
  if (steering !== undefined)
    throw new Fault('sandbox-refused', 'start', `the variable ${steering} cannot be given by ${engine.id}`);
  const own = Object.entries(environmentInside({ ...plan, env: {} })).filter(([name]) => !(name in plan.env));
  const readOnly = [...systemFolders(), ...systemFiles(), NODE_FOLDER, ...boundFolders(plan.readOnly)];
  const memory = `${limits.memoryBytes}`;
  const privateFolder = `rw,nosuid,nodev,size=${PRIVATE_FOLDER_BYTES},mode=1777`;
  return [
    ['--rm', '--interactive', '--pull', 'never', '--network', 'none', '--hostname', 'sandbox', '--user', engine.user],
    ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--shm-size', '64m'],
    ['--pids-limit', `${limits.processes}`, '--memory', memory, '--memory-swap', memory],
    ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=4096:4096'],
    ['--tmpfs', `/tmp:${privateFolder}`, '--tmpfs', `${HOME_INSIDE}:${privateFolder}`],
    (plan.standIns ?? []).flatMap((folder) => ['--tmpfs', folder]),
    readOnly.flatMap((path) => ['--mount', `${mount(path)},readonly`]),
    boundFolders(plan.writable).flatMap((path) => ['--mount', mount(path)]),
    own.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    Object.keys(plan.env).flatMap((name) => ['--env', name]),
    ['--workdir', plan.cwd ?? HOME_INSIDE],
  ].flat();
}

function mount(path: string): string {
  if (!/[,"]/.test(path)) return `type=bind,source=${path},target=${path}`;
  throw new Fault('sandbox-refused', 'start', `the folder ${path} has a comma or a quotation mark in its name`);
}

/** What the client of an engine without a daemon needs to find its own state. */
function clientEnvironment(): Record<string, string> {
  const runtime = `/run/user/${process.getuid?.() ?? 0}`;
  return { HOME: homedir(), ...(existsSync(runtime) ? { XDG_RUNTIME_DIR: runtime } : {}) };
}

async function runEngine(
  engine: ContainerEngine,
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; lastWord: string }> {
  const child = spawnConfined({ argv: [engine.id, ...args], env: clientEnvironment() });
  child.stdin.end(input);
  child.stdout.resume();
  try {
    const [{ code }, errors] = await Promise.all([child.exited, text(child.stderr)]);
    return { code, lastWord: errors.trim().split('\n').at(-1)?.slice(0, 300) ?? '' };
  } catch {
    return { code: null, lastWord: `${engine.id} is not installed` };
  }
}
