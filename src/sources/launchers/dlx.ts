import type { Launcher } from './launcher.ts';
import { readNpx } from './npx.ts';

/** `pnpm dlx pkg args…` and `yarn dlx pkg args…`. */
export const dlx: Launcher = {
  programs: ['pnpm', 'yarn'],
  read: ([verb, ...rest]) => (verb === 'dlx' ? readNpx(rest) : undefined),
};

/** `pnpx pkg args…`, the old name of `pnpm dlx`. */
export const pnpx: Launcher = { programs: ['pnpx'], read: readNpx };
