import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, normalize } from 'node:path';
import { Fault } from '../../model/fault.ts';
import type { LaunchPlan } from '../launch-plan.ts';

/** The private home inside. */
export const HOME_INSIDE = '/home/server';

/** Folder of the Node that runs us, bound read-only: servers run on the same one. */
export const NODE_FOLDER = dirname(process.execPath);

/** Bytes that a server may keep in each of its private home and tmp; they live in memory. */
export const PRIVATE_FOLDER_BYTES = 512 * 2 ** 20;

/** The user that a server sees itself as. */
export const USER_INSIDE = 1000;

/** Stub files of /etc: who the server is, and which machine it is on. */
export const ETC_STUBS: Readonly<Record<string, string>> = {
  '/etc/passwd': `root:x:0:0:root:/root:/bin/sh\nserver:x:${USER_INSIDE}:${USER_INSIDE}:server:${HOME_INSIDE}:/bin/sh\n`,
  '/etc/group': `root:x:0:\nserver:x:${USER_INSIDE}:\n`,
  '/etc/hosts': '127.0.0.1 localhost sandbox\n::1 localhost\n',
  '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
};

/** Everything that a server finds in its environment. */
export function environmentInside(plan: LaunchPlan): Record<string, string> {
  return {
    HOME: HOME_INSIDE,
    TMPDIR: '/tmp',
    PATH: `${NODE_FOLDER}:/usr/local/bin:/usr/bin:/bin`,
    LANG: 'C.UTF-8',
    ...plan.env,
  };
}

/** Folders that no plan may bind: they hold more than one project, or would undo a wall. */
const NEVER_BOUND = new Set(['/', '/dev', '/etc', '/home', '/proc', '/root', '/run', '/sys', '/tmp', '/var']);

/**
 * The folders of a plan, checked: each absolute, none of them the operator's home or a folder above it, be it by a
 * link. Throws `sandbox-refused`.
 */
export function boundFolders(folders: readonly string[]): string[] {
  return folders.map((folder) => {
    const path = normalize(folder).replace(/(?<=.)\/+$/, '');
    const real = existsSync(path) ? realpathSync(path) : path;
    if (isAbsolute(path) && mayBeBound(path) && mayBeBound(real)) return path;
    throw new Fault('sandbox-refused', 'start', `the folder ${folder} may not be shown to a server`, {
      nextStep: 'start the server from a folder of its own',
    });
  });
}

function mayBeBound(path: string): boolean {
  const home = normalize(homedir());
  return !NEVER_BOUND.has(path) && path !== home && !home.startsWith(`${path}/`);
}
