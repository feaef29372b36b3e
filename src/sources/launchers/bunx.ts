import type { Launcher } from './launcher.ts';
import { readNpx } from './npx.ts';

/** `bunx [--bun] pkg args…`. */
export const bunx: Launcher = { programs: ['bunx'], read: readNpx };

/** `bun x pkg args…`. */
export const bunX: Launcher = {
  programs: ['bun'],
  read: ([verb, ...rest]) => (verb === 'x' ? readNpx(rest) : undefined),
};
