import type { Package } from '../../model/server-entry.ts';
import { parseNpmSpec, stdioPackage } from '../package-names.ts';
import { type Launcher, splitOptions } from './launcher.ts';

const WITH_VALUE = [
  '-p',
  '--package',
  '--registry',
  '--cache',
  '--prefix',
  '--loglevel',
  '--userconfig',
  '-w',
  '--workspace',
];

/** `npx [-y] [-p pkg] pkg[@version] args…`, also for the launchers that read the same way. */
export function readNpx(args: readonly string[]): Package | undefined {
  const { options, rest } = splitOptions(args, WITH_VALUE);
  if (options.has('-c') || options.has('--call')) return undefined;
  const named = options.get('-p') ?? options.get('--package');
  const [first, ...more] = rest;
  const wish = parseNpmSpec(named ?? first ?? '');
  if (wish === undefined) return undefined;
  const own = named === undefined || first === undefined || first === wish.name.replace(/^@[^/]+\//, '');
  return stdioPackage('npm', wish, { packageArguments: more, ...(own ? {} : { program: first }) });
}

/** npm's own launcher. */
export const npx: Launcher = { programs: ['npx'], read: readNpx };
