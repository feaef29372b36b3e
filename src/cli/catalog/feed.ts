import { Option } from 'commander';
import type { FeedItem } from '../../catalog/feed/read-feed.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { parseCount } from '../parsers.ts';
import { addLimitFlag, type PlaceFlags, placeOf } from './flags.ts';
import { addRowsFlags, type Column, limitOf, printRows, type RowsFlags } from './rows.ts';

const COLUMNS: readonly Column<FeedItem>[] = [
  { name: 'seq', value: ({ seq }) => seq },
  { name: 'at', value: ({ at }) => at },
  { name: 'change', value: ({ change }) => change.kind },
  { name: 'server', value: ({ change }) => change.server },
  { name: 'tool', value: ({ change }) => ('tool' in change ? change.tool : '') },
  { name: 'run', value: ({ run }) => run, inTable: false },
];

/** `catalog feed --after N`: what changed, numbered, for consumers that poll. */
export const feed: CliCommand = {
  name: 'feed',
  summary: 'what changed, numbered in the order of commits, to poll from a number',
  declare: (program) => {
    addRowsFlags(program).addOption(
      new Option('--after <n>', 'events after this number; 0 for all').default(0).argParser(parseCount(0)),
    );
    return addDatabaseFlag(addLimitFlag(program));
  },
  run: async (program, context) => {
    const flags = program.opts<RowsFlags & PlaceFlags & { after: number }>();
    const { withCatalog } = await import('../../pipeline/catalog-open.ts');
    await withCatalog(placeOf(flags, context), async (catalog) => {
      await printRows(catalog.feed({ after: flags.after, ...limitOf(flags) }), COLUMNS, flags, context);
    });
    return [0];
  },
};
