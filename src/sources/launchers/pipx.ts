import { parsePypiSpec, stdioPackage } from '../package-names.ts';
import { type Launcher, splitOptions } from './launcher.ts';

/** `pipx run [--spec pkg] program args…`. */
export const pipx: Launcher = {
  programs: ['pipx'],
  read: ([verb, ...line]) => {
    if (verb !== 'run') return undefined;
    const { options, rest } = splitOptions(line, ['--spec', '--python', '--index-url', '-i', '--pip-args', '--with']);
    const [first = '', ...more] = rest;
    const wish = parsePypiSpec(options.get('--spec') ?? first);
    if (wish === undefined) return undefined;
    const own = !options.has('--spec') || first === wish.name;
    return stdioPackage('pypi', wish, { packageArguments: more, ...(own ? {} : { program: first }) });
  },
};
