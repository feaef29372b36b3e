import { Option } from 'commander';
import type { FailureFilter, FailureRow } from '../../catalog/queries/failures.ts';
import { FAILURE_CODES } from '../../model/failure.ts';
import type { CliCommand } from '../command.ts';
import { addLimitFlag, addMomentFlags, type MomentFlags, type PlaceFlags, parseTime, placeOf } from './flags.ts';
import { addRowsFlags, type Column, limitOf, printRows, type RowsFlags } from './rows.ts';

type Flags = MomentFlags & RowsFlags & PlaceFlags & Pick<FailureFilter, 'code' | 'server' | 'search' | 'changedSince'>;

const COLUMNS: readonly Column<FailureRow>[] = [
  { name: 'server', value: ({ server }) => server },
  { name: 'code', value: ({ code }) => code },
  { name: 'stage', value: ({ stage }) => stage },
  { name: 'at', value: ({ at }) => at },
  { name: 'run', value: ({ run }) => run, inTable: false },
  { name: 'message', value: ({ message }) => message },
];

/** `catalog failures`: servers that could not be listed last. */
export const failures: CliCommand = {
  name: 'failures',
  summary: 'servers whose last result is a failure',
  declare: (program) => {
    addRowsFlags(program)
      .optionsGroup('Which:')
      .addOption(new Option('--code <code>', 'failures of this code').choices(Object.keys(FAILURE_CODES)))
      .option('--server <id>', 'this server')
      .option('--search <text>', 'failures whose message holds this')
      .addOption(new Option('--changed-since <time>', 'failures then or later').argParser(parseTime));
    return addMomentFlags(addLimitFlag(program));
  },
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const { momentOf, withCatalog } = await import('../../pipeline/catalog-open.ts');
    const { code, server, search, changedSince } = flags;
    const filter = {
      ...(code === undefined ? {} : { code }),
      ...(server === undefined ? {} : { server }),
      ...(search === undefined ? {} : { search }),
      ...(changedSince === undefined ? {} : { changedSince }),
    };
    await withCatalog(placeOf(flags, context), async (catalog) => {
      const moment = await momentOf(catalog, flags);
      await printRows(catalog.query.failures({ ...filter, ...limitOf(flags), moment }), COLUMNS, flags, context);
    });
    return [0];
  },
};
