import type { CliCommand } from '../command.ts';

/** `catalog WHAT`: what the catalogue remembers. */
export const catalog: CliCommand = {
  name: 'catalog',
  summary: 'ask the catalogue what it remembers',
  subcommands: async () => (await import('../catalog/index.ts')).CATALOG_COMMANDS,
  declare: (program) => program,
  run: async (program) => program.help({ error: true }),
};
