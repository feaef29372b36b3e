import type { ToolRow } from '../../catalog/queries/tools.ts';
import type { CliCommand } from '../command.ts';
import { addFilterFlags, type FilterFlags, filterOf, type PlaceFlags, placeOf } from './flags.ts';
import { addRowsFlags, type Column, limitOf, printRows, type RowsFlags } from './rows.ts';

const COLUMNS: readonly Column<ToolRow>[] = [
  { name: 'category', value: ({ category, needsReview }) => `${category}${needsReview ? '?' : ''}` },
  { name: 'severity', value: ({ severity }) => severity, inTable: false },
  { name: 'confidence', value: ({ confidence }) => Number(confidence.toFixed(4)) },
  { name: 'tool', value: ({ tool }) => tool },
  { name: 'server', value: ({ server }) => server },
  { name: 'effects', value: ({ effects }) => effects.join(' ') },
  { name: 'needs_review', value: ({ needsReview }) => needsReview, inTable: false },
  { name: 'review_reasons', value: ({ reviewReasons }) => reviewReasons.join(' '), inTable: false },
  { name: 'annotation_mismatch', value: ({ annotationMismatch }) => annotationMismatch, inTable: false },
  { name: 'decided_by', value: ({ decidedBy }) => decidedBy, inTable: false },
  { name: 'rationale', value: ({ rationale }) => rationale, inTable: false },
  { name: 'definition_hash', value: ({ definitionHash }) => definitionHash, inTable: false },
];

/** `catalog tools`: tools with their verdicts. */
export const tools: CliCommand = {
  name: 'tools',
  summary: 'tools with their verdicts, by any filter',
  declare: (program) => addFilterFlags(addRowsFlags(program)),
  run: async (program, context) => {
    const flags = program.opts<FilterFlags & RowsFlags & PlaceFlags>();
    const { momentOf, withCatalog } = await import('../../pipeline/catalog-open.ts');
    await withCatalog(placeOf(flags, context), async (catalog) => {
      const moment = await momentOf(catalog, flags);
      const rows = catalog.query.tools({ ...filterOf(flags), ...limitOf(flags), moment });
      await printRows(rows, COLUMNS, flags, context);
    });
    return [0];
  },
};
