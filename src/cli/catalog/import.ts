import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { note } from '../output.ts';
import { type PlaceFlags, placeOf } from './flags.ts';

/** `catalog import FILE`: what `catalog export` wrote, into this catalogue. */
export const importHistory: CliCommand = {
  name: 'import',
  summary: 'read what export wrote as JSON Lines',
  declare: (program) => addDatabaseFlag(program.argument('<file>', 'file of JSON Lines, or - for stdin')),
  run: async (program, context) => {
    const file = program.args[0] ?? '-';
    const [{ withCatalog }, { importCatalog }, { createReadStream, existsSync }] = await Promise.all([
      import('../../pipeline/catalog-open.ts'),
      import('../../pipeline/catalog-import.ts'),
      import('node:fs'),
    ]);
    if (file !== '-' && !existsSync(file)) throw new InputError(`there is no file ${file}`);
    const input = file === '-' ? process.stdin : createReadStream(file);
    const place = placeOf(program.opts<PlaceFlags>(), context);
    const { runs, results, answers, reviews } = await withCatalog(place, (catalog) => importCatalog(catalog, input), {
      mayCreate: true,
    });
    note(`toolrisk: read ${runs} runs, ${results} results, ${answers} answers and ${reviews} words of reviewers`);
    return [0];
  },
};
