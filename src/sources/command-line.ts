import { existsSync } from 'node:fs';
import { posix, resolve, win32 } from 'node:path';
import { Secret } from '../model/secret.ts';
import type { DeclaredInput, LocalCommand, Origin, ServerEntry } from '../model/server-entry.ts';
import { commandId } from '../model/server-id.ts';
import { packageEntryId } from './entry-id.ts';
import { LAUNCHERS } from './launchers/index.ts';
import { findProjectFolder } from './project-folder.ts';
import { hideSecrets } from './secret-arguments.ts';

/** A command line read: the server it starts, and the secrets that stood in it. */
export type CommandReading = { entry: ServerEntry; secrets: Map<string, Secret> };

/** What is known of a command line beside its words. */
export type CommandContext = {
  /** Variables that its server is declared to want. */
  environmentVariables: DeclaredInput[];
  origin: Origin;
  /** Folder that relative words mean. */
  cwd?: string;
  /** Whether the folder is a project that the line belongs to: then its files tell it from the same line elsewhere. */
  isProject?: boolean;
};

/**
 * Reads the command line of a server: a line of `npx`, `uvx`, `docker run` and their kin becomes the package that it
 * starts; any other becomes a command for the sandbox.
 */
export function readCommandLine(argv: readonly [string, ...string[]], context: CommandContext): CommandReading {
  const { args, secrets } = hideSecrets(unwrap(argv), new Set(context.environmentVariables.map(({ name }) => name)));
  const [program = '', ...rest] = args;
  const name = programName(program);
  const wanted = LAUNCHERS.filter(({ programs }) => programs.includes(name))
    .map(({ read }) => read(rest))
    .find(Boolean);
  const common = { remotes: [], origins: [context.origin] };
  if (wanted !== undefined) {
    const { declared, given } = takeValues(wanted.environmentVariables);
    const environmentVariables = [...context.environmentVariables, ...declared];
    const packages = [{ ...wanted, environmentVariables }];
    return { entry: { id: packageEntryId(wanted), packages, ...common }, secrets: new Map([...given, ...secrets]) };
  }
  const projectFolder = findProjectFolder(args, context.cwd);
  const command: LocalCommand = {
    argv: args,
    ...(projectFolder === undefined ? {} : { projectFolder }),
    environmentVariables: context.environmentVariables,
  };
  const telling = context.isProject === true ? args.map((word) => ownFile(word, context.cwd)) : args;
  return { entry: { id: commandId(telling), packages: [], command, ...common }, secrets };
}

/** Values that a line gives its server (`docker run -e NAME=value`): secrets of this server, never stored. */
function takeValues(inputs: readonly DeclaredInput[]): { declared: DeclaredInput[]; given: [string, Secret][] } {
  const declared = inputs.map(({ name }) => ({ name }));
  const given = inputs.flatMap(({ name, default: value }): [string, Secret][] =>
    value === undefined || value.includes('${') ? [] : [[name, new Secret(value)]],
  );
  return { declared, given };
}

/** The path of a file that a word names, else the word. */
function ownFile(word: string, cwd: string | undefined): string {
  if (cwd === undefined || !/[./\\]/.test(word) || word.startsWith('-')) return word;
  const path = resolve(cwd, word);
  return existsSync(path) ? path : word;
}

/** Takes off `cmd /c` and `env`, which only pass on. */
function unwrap(argv: readonly string[]): readonly string[] {
  const name = programName(argv[0] ?? '');
  if (name === 'cmd' && /^\/[ck]$/i.test(argv[1] ?? '') && argv.length > 2) return unwrap(argv.slice(2));
  if (name === 'env' && argv.length > 1 && !/^-|=/.test(argv[1] ?? '')) return unwrap(argv.slice(1));
  return argv;
}

function programName(program: string): string {
  return posix
    .basename(win32.basename(program))
    .toLowerCase()
    .replace(/\.(?:exe|cmd|bat|ps1)$/, '');
}
