import { readdir, readFile, readlink } from 'node:fs/promises';
import { signalGroup } from './held-tools.ts';

/**
 * Ends the tools that a killed process left at work in a folder, held or not: those that lead a session, as `runTool`
 * starts them, and whose working directory or arguments lie in it. Where there is no `/proc`, none is found.
 */
export async function endLeftTools(folder: string): Promise<void> {
  const isIn = (path: string) => path === folder || path.startsWith(`${folder}/`);
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid) || !(await leadsSession(pid))) continue;
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    // npm overwrites its arguments with a title; it works in the folder itself.
    const places = [await readlink(`/proc/${pid}/cwd`).catch(() => ''), ...words.split('\0')];
    if (places.some(isIn)) signalGroup(Number(pid), 'SIGKILL');
  }
}

/** Fields of `stat` after the name in brackets: state, parent, process group, session (proc(5)). */
async function leadsSession(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === pid && session === pid;
}
