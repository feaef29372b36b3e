import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** File of a control group with the processes in it; writing a process id moves it in. */
const PROCESSES = 'cgroup.procs';

/** Makes a control group with settings; says whether it stands. */
export function createGroup(folder: string, settings: Readonly<Record<string, string>>): boolean {
  try {
    mkdirSync(folder);
  } catch {
    return false;
  }
  const isSet = Object.entries(settings).every(([name, value]) => tryWrite(join(folder, name), value));
  if (!isSet) removeGroup(folder);
  return isSet;
}

/** Moves a process into a control group; says whether it went. */
export function moveInto(folder: string, pid: number): boolean {
  return tryWrite(join(folder, PROCESSES), `${pid}`);
}

/** Takes a control group away; says whether it is gone. One with processes stays. */
export function removeGroup(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

/**
 * Kills every process in a control group. Processes of another namespace stand there as 0: never to be killed, as 0
 * means ourselves.
 */
export function killGroup(folder: string): void {
  for (const pid of tryRead(join(folder, PROCESSES)).split('\n').map(Number))
    if (pid > 1)
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
}

/** The text of a file of the kernel, empty where it cannot be read. */
export function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function tryWrite(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'r+' });
    return true;
  } catch {
    return false;
  }
}
