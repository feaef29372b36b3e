import type { CliCommand } from '../command.ts';
import { REVIEW_COMMANDS } from '../review/index.ts';

/** `review WHAT`: people's decisions on what the classifier leaves in doubt. */
export const review: CliCommand = {
  name: 'review',
  summary: 'decide what the classifier leaves in doubt',
  subcommands: REVIEW_COMMANDS,
  declare: (program) => program,
  run: async (program) => program.help({ error: true }),
};
