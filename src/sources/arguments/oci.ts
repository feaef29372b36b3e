import { NOTHING_GIVEN } from '../../model/secret.ts';
import { ociId } from '../../model/server-id.ts';
import { parseImage, stdioPackage } from '../package-names.ts';
import type { TargetSource } from '../target-source.ts';

/** A container image, named on the command line. */
export const oci: TargetSource = {
  id: 'oci',
  form: 'oci:<repository>[:tag|@digest]',
  accepts: (argument) => argument.startsWith('oci:'),
  async read(argument) {
    const wish = parseImage(argument.slice('oci:'.length));
    if (wish === undefined) {
      return [
        {
          target: argument,
          problem: 'is no image: write oci:<repository>, oci:<repository>:<tag> or @sha256:<digest>',
        },
      ];
    }
    const entry = {
      id: ociId(wish.name),
      packages: [stdioPackage('oci', wish)],
      remotes: [],
      origins: [{ source: 'argument', name: argument }],
    };
    return [{ target: argument, entry, given: NOTHING_GIVEN }];
  },
};
