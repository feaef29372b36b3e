import type { Package } from '../../model/server-entry.ts';
import { parsePypiSpec, stdioPackage } from '../package-names.ts';
import { type Launcher, splitOptions } from './launcher.ts';

const WITH_VALUE = (
  '--from --with --with-editable --with-requirements -p --python --index --default-index -i --index-url ' +
  '--extra-index-url -f --find-links --refresh-package --directory --project --prerelease --resolution --cache-dir --config-file -c --constraints --env-file -w'
).split(' ');

/** `uvx [--from pkg] program args…`. */
function readUvx(args: readonly string[]): Package | undefined {
  const { options, rest } = splitOptions(args, WITH_VALUE);
  const [first = '', ...more] = rest;
  const wish = parsePypiSpec(options.get('--from') ?? first);
  if (wish === undefined) return undefined;
  const own = !options.has('--from') || first === '' || first === wish.name.replace(/\[.*$/, '');
  return stdioPackage('pypi', wish, { packageArguments: more, ...(own ? {} : { program: first }) });
}

/** uv's launcher. */
export const uvx: Launcher = { programs: ['uvx'], read: readUvx };

/** `uv tool run`, its long form. */
export const uvToolRun: Launcher = {
  programs: ['uv'],
  read: ([tool, run, ...rest]) => (tool === 'tool' && run === 'run' ? readUvx(rest) : undefined),
};
