import { Fault } from '../../model/fault.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import type { SandboxLimits } from '../options.ts';
import { type ContainerEngine, refuseSteering, runEngine } from './container-client.ts';
import { boundFolders, environmentInside, HOME_INSIDE, NODE_FOLDER, PRIVATE_FOLDER_BYTES } from './inside.ts';
import { probeByRunning } from './probe.ts';
import { withLimits } from './resource-limits.ts';
import type { ConfinedProcess, Sandbox, SandboxProbe } from './sandbox.ts';
import { startContainer, sweepContainers } from './start-container.ts';
import { systemFiles, systemFolders } from './system-binds.ts';

/** Name of the image without content in which the system's own folders are mounted: nothing is downloaded. */
const IMAGE = 'localhost/toolrisk-empty';

/** A tar archive without entries (POSIX.1, pax: two blocks of zeros). */
const EMPTY_TAR = '\0'.repeat(1024);

/** Makes the empty image where it is missing, and runs something trivial in it. */
export async function probeContainers(engine: ContainerEngine): Promise<SandboxProbe> {
  const sandbox: Sandbox = { id: engine.id, start: (plan, limits) => start(engine, plan, limits) };
  await sweepContainers(engine.id);
  const known = await runEngine(engine.id, ['image', 'inspect', IMAGE]);
  const made = known.code === 0 ? known : await runEngine(engine.id, ['import', '-', IMAGE], EMPTY_TAR);
  const reason = made.code === 0 ? await probeByRunning(sandbox) : made.lastWord;
  if (reason !== undefined) return { works: false, reason };
  return { works: true, sandbox, remarks: [] };
}

function start(engine: ContainerEngine, plan: LaunchPlan, limits: SandboxLimits): ConfinedProcess {
  const command = withLimits(plan.argv, limits, 'counted outside');
  return startContainer(engine.id, [...containerArguments(engine, plan, limits), IMAGE, ...command], plan.env);
}

/** Everything between `run` and the image. Values of variables are named, not told: every user can read arguments. */
export function containerArguments(engine: ContainerEngine, plan: LaunchPlan, limits: SandboxLimits): string[] {
  refuseSteering(engine.id, plan.env);
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
    (plan.hidden ?? []).flatMap((file) => ['--mount', `${mount(file, '/dev/null')},readonly`]),
    boundFolders(plan.writable).flatMap((path) => ['--mount', mount(path)]),
    own.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    Object.keys(plan.env).flatMap((name) => ['--env', name]),
    ['--workdir', plan.cwd ?? HOME_INSIDE],
  ].flat();
}

function mount(path: string, source = path): string {
  if (!/[,"]/.test(path)) return `type=bind,source=${source},target=${path}`;
  throw new Fault('sandbox-refused', 'start', `the path ${path} has a comma or a quotation mark in its name`);
}
