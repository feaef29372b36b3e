import type { Command as Program } from 'commander';
import type { ExitCode } from '../model/exit-code.ts';
import type { Environment } from './environment.ts';

/** What a command gets from the process. */
export type CliContext = {
  environment: Environment;
  /** The words after the first `--`: a command that starts a server. Undefined when no `--` was given. */
  trailing: string[] | undefined;
  /** Texts that no message may hold; commands add what they were given for servers. */
  secrets: string[];
  /** Aborted by the first Ctrl-C (SIGINT) or SIGTERM. */
  signal: AbortSignal;
};

/** A command of the command line: one file in `commands/`, one line in its list. Holds no logic. */
export type CliCommand = {
  name: string;
  /** One line for `--help`. */
  summary: string;
  /** Declares arguments and options. Only called for the command that is meant, so it may import what lists its choices. */
  declare: (program: Program) => Program | Promise<Program>;
  /** Commands below this one (`catalog tools`), read only when it is named; then `run` is only called when none of them was. */
  subcommands?: () => Promise<readonly CliCommand[]>;
  /** Imports what it needs (lazily, so that `--help` stays quick) and runs. Gives the exit codes that apply. */
  run: (program: Program, context: CliContext) => Promise<ExitCode[]>;
};
