import { Option } from 'commander';
import type { CloneRow } from '../../catalog/queries/clones.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { parseCount } from '../parsers.ts';
import { addLimitFlag, type PlaceFlags, placeOf } from './flags.ts';
import { addRowsFlags, type Column, limitOf, printRows, type RowsFlags } from './rows.ts';

const COLUMNS: readonly Column<CloneRow>[] = [
  { name: 'servers', value: ({ servers }) => servers },
  { name: 'publishers', value: ({ publishers }) => publishers },
  { name: 'tools', value: ({ tools }) => tools },
  { name: 'worst', value: ({ worst }) => worst },
  { name: 'examples', value: ({ examples }) => examples.join(' ') },
  { name: 'tool_set_hash', value: ({ toolSetHash }) => toolSetHash },
];

/** `catalog clones`: one tool set under many servers. */
export const clones: CliCommand = {
  name: 'clones',
  summary: 'tool sets that several servers have, those of the most servers first',
  declare: (program) => {
    addRowsFlags(program).addOption(
      new Option('--publishers <n>', 'only under at least this many hosts, scopes or namespaces').argParser(
        parseCount(1),
      ),
    );
    return addDatabaseFlag(addLimitFlag(program));
  },
  run: async (program, context) => {
    const flags = program.opts<RowsFlags & PlaceFlags & { publishers?: number }>();
    const { withCatalog } = await import('../../pipeline/catalog-open.ts');
    await withCatalog(placeOf(flags, context), async (catalog) => {
      const { publishers } = flags;
      const rows = catalog.query.clones({ ...limitOf(flags), ...(publishers === undefined ? {} : { publishers }) });
      await printRows(rows, COLUMNS, flags, context);
    });
    return [0];
  },
};
