import type { DeclaredInput } from '../../model/server-entry.ts';
import { VARIABLE_NAME } from '../names.ts';
import { parseImage, stdioPackage } from '../package-names.ts';
import type { Launcher } from './launcher.ts';

/** Switches of `docker run`; every other option takes a value. */
const SWITCHES = new Set(
  '--rm -i -t -it -ti -d --interactive --tty --detach --init --privileged --read-only -P --publish-all --no-healthcheck -q --quiet --sig-proxy --oom-kill-disable'.split(
    ' ',
  ),
);

/**
 * `docker run [options] image args…`, and podman's. Variables passed with `-e` are declared, the values that stand there as
 * their defaults; folders are not mounted.
 */
export const docker: Launcher = {
  programs: ['docker', 'podman'],
  read: (line) => {
    const start = line[0] === 'container' ? 1 : 0;
    if (line[start] !== 'run') return undefined;
    const inputs = new Map<string, DeclaredInput>();
    let index = start + 1;
    for (; index < line.length; index += 1) {
      const word = line[index] ?? '';
      if (!word.startsWith('-')) break;
      const [option = '', inline] = word.split(/=(.*)/s);
      const takesNext = inline === undefined && !SWITCHES.has(option) && !/^-[itdqP]+$/.test(option);
      const value = inline ?? (takesNext ? line[index + 1] : undefined) ?? '';
      if (option === '-e' || option === '--env') {
        const [name = '', ...rest] = value.split('=');
        if (VARIABLE_NAME.test(name))
          inputs.set(name, { name, ...(rest.length === 0 ? {} : { default: rest.join('=') }) });
      }
      if (takesNext) index += 1;
    }
    const [image = '', ...packageArguments] = line.slice(index);
    const wish = parseImage(image);
    if (wish === undefined) return undefined;
    return stdioPackage('oci', wish, { packageArguments, environmentVariables: [...inputs.values()] });
  },
};
