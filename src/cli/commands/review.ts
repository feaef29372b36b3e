import type { CliCommand } from '../command.ts';

/** `review WHAT`: people's decisions on what the classifier leaves in doubt. */
export const review: CliCommand = {
  name: 'review',
  summary: 'decide what the classifier leaves in doubt',
  subcommands: async () => (await import('../review/index.ts')).REVIEW_COMMANDS,
  declare: (program) => program,
  run: async (program) => program.help({ error: true }),
};
