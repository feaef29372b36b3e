import { NOTHING_GIVEN } from '../model/secret.ts';
import { bridgedRemote } from './bridges.ts';
import { readRemote } from './clients/server-config.ts';
import { readCommandLine } from './command-line.ts';
import type { ServerTarget, TargetProblem } from './target.ts';
import type { SourceContext } from './target-source.ts';

/** A shell has put in the variables of a command already. */
const NO_VARIABLES = { syntax: {}, inputs: new Map(), env: new Map(), places: new Map() };

/** The server that a command after `--` starts. */
export function commandTarget(command: readonly string[], { cwd }: SourceContext): ServerTarget | TargetProblem {
  const [program, ...args] = command;
  if (program === undefined || program === '')
    return { target: '--', problem: 'names no command: write -- program args…' };
  const remote = bridgedRemote(program, args);
  if (remote !== undefined) {
    const origin = { source: 'command', name: program };
    const reading = readRemote(remote, remote.url, { origin, ...NO_VARIABLES });
    return { target: `-- ${program}`, ...reading };
  }
  const draft = readCommandLine([program, ...args], {
    environmentVariables: [],
    origin: { source: 'command', name: program },
    cwd,
  });
  const shown = shownCommand(draft.entry.command?.argv ?? [program, ...hiddenRest(draft.entry)]);
  return {
    target: `-- ${shown}`,
    entry: { ...draft.entry, origins: [{ source: 'command', name: shown }] },
    given: { ...NOTHING_GIVEN, env: draft.secrets },
  };
}

function hiddenRest(entry: {
  packages: { identifier: string; version?: string | undefined; packageArguments: string[] }[];
}): string[] {
  return entry.packages.flatMap(({ identifier, version, packageArguments }) => [
    version === undefined ? identifier : `${identifier}@${version}`,
    ...packageArguments,
  ]);
}

function shownCommand(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w@%+=:,./$~{}-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}
