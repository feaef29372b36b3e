import type { DeclaredInput } from '../../model/server-entry.ts';
import { stdioPackage } from '../package-names.ts';
import type { Launcher } from './launcher.ts';

/** An image reference: registry, repository, tag, digest. */
const IMAGE =
  /^([a-z0-9][a-z0-9._-]*(?::\d+)?(?:\/[a-z0-9][a-z0-9._-]*)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;
/** Switches of `docker run`; every other option takes a value. */
const SWITCHES = new Set(
  '--rm -i -t -it -ti -d --interactive --tty --detach --init --privileged --read-only -P --publish-all --no-healthcheck -q --quiet --sig-proxy --oom-kill-disable'.split(
    ' ',
  ),
);

/** `docker run [options] image args…`, and podman's. Variables passed with `-e` are declared; folders are not mounted. */
export const docker: Launcher = {
  programs: ['docker', 'podman'],
  read: (line) => {
    const start = line[0] === 'container' ? 1 : 0;
    if (line[start] !== 'run') return undefined;
    const names: string[] = [];
    let index = start + 1;
    for (; index < line.length; index += 1) {
      const word = line[index] ?? '';
      if (!word.startsWith('-')) break;
      const [option = '', inline] = word.split(/=(.*)/s);
      const takesNext = inline === undefined && !SWITCHES.has(option) && !/^-[itdqP]+$/.test(option);
      const value = inline ?? (takesNext ? line[index + 1] : undefined) ?? '';
      if (option === '-e' || option === '--env') names.push(value.split('=')[0] ?? '');
      if (takesNext) index += 1;
    }
    const [image = '', ...packageArguments] = line.slice(index);
    const [, name, tag, digest] = IMAGE.exec(image) ?? [];
    if (name === undefined) return undefined;
    const version = digest ?? tag;
    const environmentVariables: DeclaredInput[] = [...new Set(names)]
      .filter((each) => each !== '')
      .map((each) => ({ name: each }));
    return stdioPackage(
      'oci',
      { name, ...(version === undefined ? {} : { version }) },
      { packageArguments, environmentVariables },
    );
  },
};
