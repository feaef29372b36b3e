import { stringifyJson } from '../../model/escape/json.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';
import { oneLine } from '../terminal/screen.ts';
import { type PlaceFlags, placeOf } from './flags.ts';

/** `catalog check`: whether the catalogue is whole. */
export const check: CliCommand = {
  name: 'check',
  summary: 'look for damage and for servers of which a part is missing; exit 4 when there is any',
  declare: (program) => addDatabaseFlag(program.option('--json', 'print one JSON document')),
  run: async (program, context) => {
    const flags = program.opts<PlaceFlags & { json?: boolean }>();
    const { withCatalog } = await import('../../pipeline/catalog-open.ts');
    const findings = await withCatalog(placeOf(flags, context), (catalog) => catalog.check());
    if (flags.json === true) print(`${stringifyJson(findings, 2)}\n`);
    else if (findings.length === 0) print('the catalogue is whole\n');
    for (const { problem, rows, examples } of flags.json === true ? [] : findings)
      print(`${problem}: ${rows} rows, such as ${oneLine(examples.join(', '))}\n`);
    return [findings.length === 0 ? 0 : 4];
  },
};
