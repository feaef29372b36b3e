import type { Command as Program } from 'commander';
import type { ExitCode } from '../model/exit-code.ts';

/** A command of the command line: one file in `commands/`, one line in its list. Holds no logic. */
export type CliCommand = {
  name: string;
  /** One line for `--help`. */
  summary: string;
  /** Declares arguments and options; must import nothing heavy. */
  declare: (program: Program) => Program;
  /** Imports what it needs (lazily, so that `--help` stays quick) and runs. Gives the exit codes that apply. */
  run: (program: Program) => Promise<ExitCode[]>;
};
