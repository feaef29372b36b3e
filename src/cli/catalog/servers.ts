import type { ServerRow } from '../../catalog/queries/servers.ts';
import type { CliCommand } from '../command.ts';
import { addFilterFlags, type FilterFlags, filterOf, type PlaceFlags, placeOf } from './flags.ts';
import { addRowsFlags, type Column, limitOf, printRows, type RowsFlags } from './rows.ts';

const COLUMNS: readonly Column<ServerRow>[] = [
  { name: 'server', value: ({ server }) => server },
  { name: 'title', value: ({ title }) => title ?? '', inTable: false },
  { name: 'package', value: (row) => row.package ?? '', inTable: false },
  { name: 'tools', value: (row) => row.tools },
  { name: 'read', value: ({ reads }) => reads },
  { name: 'write', value: ({ writes }) => writes },
  { name: 'execute', value: ({ executes }) => executes },
  { name: 'destructive', value: ({ destructives }) => destructives },
  { name: 'financial', value: ({ financials }) => financials },
  { name: 'in_review', value: ({ reviews }) => reviews },
  { name: 'mismatches', value: ({ mismatches }) => mismatches },
  { name: 'stale', value: staleOf },
  { name: 'listed_at', value: ({ listedAt }) => listedAt ?? '', inTable: false },
  { name: 'first_seen', value: ({ firstSeen }) => firstSeen, inTable: false },
  { name: 'changed_at', value: ({ changedAt }) => changedAt },
];

const DAY_MS = 86_400_000;

/** How old a list is whose server failed since, and why; empty where it is the last word. */
function staleOf({ failing, listedAt }: ServerRow): string {
  if (failing === null) return '';
  if (listedAt === null) return failing;
  return `${Math.max(0, Math.floor((Date.now() - Date.parse(listedAt)) / DAY_MS))} d, ${failing}`;
}

/** `catalog servers`: servers with what their lists hold. */
export const servers: CliCommand = {
  name: 'servers',
  summary: 'servers with what their lists hold, by any filter on their tools',
  declare: (program) => addFilterFlags(addRowsFlags(program)),
  run: async (program, context) => {
    const flags = program.opts<FilterFlags & RowsFlags & PlaceFlags>();
    const { momentOf, withCatalog } = await import('../../pipeline/catalog-open.ts');
    await withCatalog(placeOf(flags, context), async (catalog) => {
      const moment = await momentOf(catalog, flags);
      const rows = catalog.query.servers({ ...filterOf(flags), ...limitOf(flags), moment });
      await printRows(rows, COLUMNS, flags, context);
    });
    return [0];
  },
};
