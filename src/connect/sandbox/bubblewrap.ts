import { dirname } from 'node:path';
import { Fault } from '../../model/fault.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import type { SandboxLimits } from '../options.ts';
import { controlGroupRemarks, createControlGroup } from './control-group.ts';
import {
  boundFolders,
  ETC_STUBS,
  environmentInside,
  HOME_INSIDE,
  NODE_FOLDER,
  PRIVATE_FOLDER_BYTES,
  USER_INSIDE,
} from './inside.ts';
import { watchMemory } from './memory-watch.ts';
import { probeByRunning } from './probe.ts';
import { withLimits } from './resource-limits.ts';
import type { ConfinedProcess, Sandbox, SandboxWay } from './sandbox.ts';
import { spawnConfined } from './spawn-confined.ts';
import { systemBinds } from './system-binds.ts';
import { systemCallFilter } from './system-call-filter.ts';

/** Namespaces of bubblewrap 0.8 and newer: inside, no further user namespace can be made. */
const LOCKED = ['--unshare-all', '--unshare-user', '--disable-userns'];
/** Namespaces of older versions. */
const UNLOCKED = ['--unshare-all', '--unshare-user'];

/** Unprivileged namespaces by bubblewrap: quick, and everything inside dies with its parent. */
export const bubblewrap: SandboxWay = {
  id: 'bubblewrap',
  install: 'bubblewrap (Debian and Ubuntu: apt-get install bubblewrap; Fedora: dnf install bubblewrap)',
  async probe() {
    const locked = await probeByRunning(sandboxWith(LOCKED));
    if (locked === undefined) return { works: true, sandbox: sandboxWith(LOCKED), remarks: controlGroupRemarks() };
    const reason = await probeByRunning(sandboxWith(UNLOCKED));
    if (reason === undefined) return { works: true, sandbox: sandboxWith(UNLOCKED), remarks: controlGroupRemarks() };
    return { works: false, reason: explain(reason) };
  },
};

function sandboxWith(namespaces: readonly string[]): Sandbox {
  return { id: 'bubblewrap', start: (plan, limits) => start(namespaces, plan, limits) };
}

/**
 * The arguments travel by a pipe, not by argv: every user of the machine can read argv, and the plan's environment
 * holds secrets. Bubblewrap reads the pipe before it does anything, so the control group holds from the first byte.
 */
function start(namespaces: readonly string[], plan: LaunchPlan, limits: SandboxLimits): ConfinedProcess {
  const group = createControlGroup(limits);
  let endWatch = (): void => undefined;
  try {
    const filter = systemCallFilter(process.arch);
    const args = sandboxArguments(namespaces, plan, filter !== undefined);
    const child = spawnConfined({
      argv: ['bwrap', '--args', '3', '--', ...withLimits(plan.argv, limits)],
      inputs: [joinArguments(args), ...Object.values(ETC_STUBS), ...(filter === undefined ? [] : [filter])],
      beforeInputs: (pid) => {
        group.add(pid);
        if (!group.holdsMemory) endWatch = watchMemory(pid, limits.memoryBytes, () => child.kill());
      },
      atEnd: () => {
        endWatch();
        group.remove();
      },
    });
    return child;
  } catch (error) {
    group.remove();
    throw error;
  }
}

/** The form of `--args`. A NUL in a value would smuggle in arguments of its own. */
function joinArguments(args: readonly string[]): string {
  if (args.some((arg) => arg.includes('\0')))
    throw new Fault('sandbox-refused', 'start', 'a path or a variable for the server holds a NUL character');
  return args.join('\0');
}

/**
 * Everything between `bwrap` and the command; the stubs of /etc come on descriptors 4, 5, …, the filter after them.
 *
 * /proc is read-only: where toolrisk runs as root, the user inside is root for the kernel's settings in /proc/sys, which
 * ask for the user alone and not for capabilities (writing `core_pattern` would run a program outside).
 */
function sandboxArguments(namespaces: readonly string[], plan: LaunchPlan, hasFilter: boolean): string[] {
  const readOnly = [NODE_FOLDER, ...boundFolders(plan.readOnly)];
  const writable = boundFolders(plan.writable);
  const environment = Object.entries(environmentInside(plan));
  const stubs = Object.keys(ETC_STUBS);
  const folders = new Set([...readOnly, ...writable].flatMap(parents));
  return [
    [...namespaces, '--die-with-parent', '--new-session', '--as-pid-1', '--clearenv'],
    environment.flatMap(([name, value]) => ['--setenv', name, value]),
    ['--uid', `${USER_INSIDE}`, '--gid', `${USER_INSIDE}`, '--hostname', 'sandbox'],
    systemBinds(),
    stubs.flatMap((path, index) => ['--ro-bind-data', `${4 + index}`, path]),
    ['--proc', '/proc', '--remount-ro', '/proc'],
    ['--dev', '/dev', ...privateFolder('/dev/shm', '1777'), '--remount-ro', '/dev'],
    privateFolder('/tmp', '1777'),
    privateFolder(HOME_INSIDE, '0700'),
    [...folders].flatMap((folder) => ['--perms', '0755', '--dir', folder]),
    readOnly.flatMap((folder) => ['--ro-bind', folder, folder]),
    writable.flatMap((folder) => ['--bind', folder, folder]),
    (plan.hidden ?? []).flatMap((file) => ['--dev-bind', '/dev/null', file]),
    (plan.standIns ?? []).flatMap((folder) => ['--perms', '0755', '--dir', folder]),
    ['--remount-ro', '/', '--chdir', plan.cwd ?? HOME_INSIDE],
    hasFilter ? ['--seccomp', `${4 + stubs.length}`] : [],
  ].flat();
}

function privateFolder(path: string, mode: string): string[] {
  return ['--size', `${PRIVATE_FOLDER_BYTES}`, '--perms', mode, '--tmpfs', path];
}

/** The folders above a path, outermost first, without the root. */
function parents(path: string): string[] {
  const parent = dirname(path);
  return parent === '/' ? [] : parents(parent).concat(parent);
}

function explain(reason: string): string {
  if (/ENOENT|could not be started/.test(reason)) return 'bubblewrap (bwrap) is not installed';
  if (/Unknown option/.test(reason)) return `bubblewrap is too old, 0.6 or newer is needed (${reason})`;
  if (/user namespace|Operation not permitted|Permission denied|No permissions/i.test(reason))
    return `this machine refuses user namespaces (${reason}); an administrator can allow them: sysctl kernel.unprivileged_userns_clone=1, on Ubuntu 24.04 also an AppArmor profile for bwrap or sysctl kernel.apparmor_restrict_unprivileged_userns=0`;
  return reason;
}
