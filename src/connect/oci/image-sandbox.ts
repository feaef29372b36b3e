import { Fault } from '../../model/fault.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import type { SandboxLimits } from '../options.ts';
import { PRIVATE_FOLDER_BYTES } from '../sandbox/inside.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startContainer } from '../sandbox/start-container.ts';
import type { LocalImage } from './local-image.ts';

/** Processors that one container may use. */
const PROCESSORS = 2;
/** Open files of one process. */
const OPEN_FILES = 1024;
/** User for images that name none or root: it exists on no machine, and owns nothing. */
export const NOBODY = '65532:65532';
/** Root inside, without any capability, for images that only root can read. */
export const POWERLESS_ROOT = '0:0';
/** Variables that engines add from the operator's own settings, passwords of proxies included. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/**
 * The sandbox that starts one image and nothing else. Of a plan it reads `argv`, the user to run as and then the
 * arguments of the image's own program, `env` and `standIns`; nothing of the host is ever mounted.
 */
export function imageSandbox(engine: string, image: LocalImage): Sandbox {
  return {
    id: engine,
    start: (plan, limits) => {
      const [, ...words] = plan.argv;
      return startContainer(engine, [...imageArguments(image, plan, limits), image.id, ...words], plan.env);
    },
  };
}

/** Everything between `run` and the image. Values of variables are named, not told: every user can read arguments. */
export function imageArguments(image: LocalImage, plan: LaunchPlan, limits: SandboxLimits): string[] {
  const [user = NOBODY] = plan.argv;
  const memory = `${limits.memoryBytes}`;
  const folders = new Set(['/tmp', ...image.volumes, ...(plan.standIns ?? [])].map(checkedFolder));
  const size = `rw,nosuid,nodev,size=${PRIVATE_FOLDER_BYTES},mode=1777`;
  return [
    ['--rm', '--interactive', '--pull', 'never', '--network', 'none', '--hostname', 'sandbox', '--user', user],
    ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--shm-size', '64m'],
    ['--log-driver', 'none', '--no-healthcheck', '--ulimit', 'core=0:0'],
    ['--pids-limit', `${limits.processes}`, '--memory', memory, '--memory-swap', memory, '--cpus', `${PROCESSORS}`],
    ['--ulimit', `nofile=${OPEN_FILES}:${OPEN_FILES}`, '--ulimit', 'nproc=4096:4096'],
    [
      '--ulimit',
      `fsize=${limits.fileBytes}:${limits.fileBytes}`,
      '--ulimit',
      `cpu=${limits.cpuSeconds}:${limits.cpuSeconds}`,
    ],
    [...folders].flatMap((folder) => ['--tmpfs', `${folder}:${size}`]),
    user === image.user || 'HOME' in plan.env ? [] : ['--env', 'HOME=/tmp'],
    PROXIES.filter((name) => !(name in plan.env)).flatMap((name) => ['--env', `${name}=`]),
    Object.keys(plan.env).flatMap((name) => ['--env', name]),
  ].flat();
}

/** A folder in the form of `--tmpfs`, where a colon begins its options. */
function checkedFolder(path: string): string {
  if (/^\/[^:,\0]+$/.test(path)) return path;
  throw new Fault(
    'sandbox-refused',
    'start',
    `the image wants a volume at ${path}, which cannot be made`.slice(0, 300),
  );
}
