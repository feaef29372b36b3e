import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the processes on this machine that hold a text, ours and our parents' left out. */
export function commandsWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => commandOf(pid))
    .filter((command) => command.includes(text) && !command.includes('vitest'));
}

/** Waits until no process holds a text; gives those that are left after `withinMs`. */
export async function leftWith(text: string, withinMs = 2000): Promise<string[]> {
  for (const end = performance.now() + withinMs; ; ) {
    const left = commandsWith(text);
    if (left.length === 0 || performance.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
