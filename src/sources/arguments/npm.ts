import { NOTHING_GIVEN } from '../../model/secret.ts';
import { npmId } from '../../model/server-id.ts';
import { parseNpmSpec, stdioPackage } from '../package-names.ts';
import type { TargetSource } from '../target-source.ts';

/** An npm package, named on the command line. */
export const npm: TargetSource = {
  id: 'npm',
  form: 'npm:<name>[@version]',
  accepts: (argument) => argument.startsWith('npm:'),
  async read(argument) {
    const wish = parseNpmSpec(argument.slice('npm:'.length));
    if (wish === undefined) {
      return [
        { target: argument, problem: 'is no npm package: write npm:<name>, npm:<name>@<version> or a tag or range' },
      ];
    }
    const entry = {
      id: npmId(wish.name),
      packages: [stdioPackage('npm', wish)],
      remotes: [],
      origins: [{ source: 'argument', name: argument }],
    };
    return [{ target: argument, entry, given: NOTHING_GIVEN }];
  },
};
