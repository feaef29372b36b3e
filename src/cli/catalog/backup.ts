import { resolve } from 'node:path';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { note } from '../output.ts';
import { type PlaceFlags, placeOf } from './flags.ts';

/** `catalog backup FILE`: a copy of a SQLite catalogue as it is at one moment. */
export const backup: CliCommand = {
  name: 'backup',
  summary: 'copy a SQLite catalogue into a new file, also while it is written',
  declare: (program) => addDatabaseFlag(program.argument('<file>', 'the new file')),
  run: async (program, context) => {
    const file = resolve(program.args[0] ?? '');
    const { withCatalog } = await import('../../pipeline/catalog-open.ts');
    await withCatalog(placeOf(program.opts<PlaceFlags>(), context), (catalog) => catalog.backUp(file));
    note(`toolrisk: wrote ${file}`);
    return [0];
  },
};
