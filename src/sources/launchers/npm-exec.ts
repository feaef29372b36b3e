import type { Launcher } from './launcher.ts';
import { readNpx } from './npx.ts';

/** `npm exec [-y] -- pkg args…` and its alias `npm x`. */
export const npmExec: Launcher = {
  programs: ['npm'],
  read: ([verb, ...rest]) => {
    if (verb !== 'exec' && verb !== 'x') return undefined;
    // npm takes its own options on both sides of the name up to `--`.
    const dashes = rest.indexOf('--');
    return readNpx(dashes < 0 ? rest : [...rest.slice(0, dashes), ...rest.slice(dashes + 1)]);
  },
};
