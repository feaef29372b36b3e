import { NOTHING_GIVEN } from '../../model/secret.ts';
import { pypiEntryId } from '../entry-id.ts';
import { parsePypiSpec, stdioPackage } from '../package-names.ts';
import type { TargetSource } from '../target-source.ts';

/** A Python package, named on the command line. */
export const pypi: TargetSource = {
  id: 'pypi',
  form: 'pypi:<name>[==version]',
  accepts: (argument) => argument.startsWith('pypi:'),
  async read(argument) {
    const wish = parsePypiSpec(argument.slice('pypi:'.length));
    if (wish === undefined) {
      return [{ target: argument, problem: 'is no Python package: write pypi:<name> or pypi:<name>==<version>' }];
    }
    const entry = {
      id: pypiEntryId(wish.name),
      packages: [stdioPackage('pypi', wish)],
      remotes: [],
      origins: [{ source: 'argument', name: argument }],
    };
    return [{ target: argument, entry, given: NOTHING_GIVEN }];
  },
};
