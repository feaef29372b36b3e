import { existsSync, readdirSync } from 'node:fs';
import { tryRead } from './group-folder.ts';

/** `O_CLOEXEC` of Linux, as it stands in /proc/self/fdinfo. */
const CLOSE_ON_EXEC = 0o2000000;

/**
 * Descriptors of ours that every child would inherit: those that our own parent left open for us beside stdin, stdout
 * and stderr (a lock of the shell, a pipe of a job runner). Node's own are closed at exec.
 */
export function leakedDescriptors(): number[] {
  if (!existsSync('/proc/self/fd')) return [];
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => descriptor > 2 && !isClosedAtExec(descriptor));
}

/** A descriptor that is gone meanwhile (the folder that was just read) counts as closed. */
function isClosedAtExec(descriptor: number): boolean {
  const flags = /^flags:\s*([0-7]+)/m.exec(tryRead(`/proc/self/fdinfo/${descriptor}`))?.[1];
  return flags === undefined || (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
}
