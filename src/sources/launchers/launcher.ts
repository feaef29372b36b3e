import type { Package } from '../../model/server-entry.ts';

/** Reads the command lines of one program that fetches and starts packages. One file a launcher, one line in the list. */
export type Launcher = {
  /** Base names of the program. */
  programs: readonly string[];
  /** The package and its arguments; undefined where this line starts no registry package. */
  read: (args: readonly string[]) => Package | undefined;
};

/** What is left of a line after its leading options: their values by name, and the rest. */
export type SplitOptions = { options: Map<string, string>; rest: string[] };

/**
 * Takes leading options off a line. `withValue` names those that consume the next word; all others are switches.
 * `--name=value` works for any; `--` ends the options.
 */
export function splitOptions(args: readonly string[], withValue: readonly string[]): SplitOptions {
  const options = new Map<string, string>();
  let index = 0;
  for (; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (word === '--') return { options, rest: args.slice(index + 1) };
    if (!word.startsWith('-')) break;
    const [name = '', value] = word.split(/=(.*)/s);
    if (value !== undefined) options.set(name, value);
    else if (withValue.includes(name)) {
      index += 1;
      options.set(name, args[index] ?? '');
    } else options.set(name, '');
  }
  return { options, rest: args.slice(index) };
}
