import { NOTHING_GIVEN } from '../model/secret.ts';
import { readCommandLine } from './command-line.ts';
import type { ServerTarget, TargetProblem } from './target.ts';
import type { SourceContext } from './target-source.ts';

/** The server that a command after `--` starts. */
export function commandTarget(command: readonly string[], { cwd }: SourceContext): ServerTarget | TargetProblem {
  const [program, ...args] = command;
  if (program === undefined || program === '')
    return { target: '--', problem: 'names no command: write -- program args…' };
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
