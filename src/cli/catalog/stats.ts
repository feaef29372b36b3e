import type { Stats } from '../../catalog/queries/stats.ts';
import { CATEGORIES } from '../../model/category.ts';
import { stringifyJson } from '../../model/escape/json.ts';
import type { CliCommand } from '../command.ts';
import { print } from '../output.ts';
import { addMomentFlags, type MomentFlags, type PlaceFlags, placeOf } from './flags.ts';

/** `catalog stats`: the catalogue in numbers. */
export const stats: CliCommand = {
  name: 'stats',
  summary: 'the catalogue in numbers',
  declare: (program) => addMomentFlags(program.option('--json', 'print one JSON document')),
  run: async (program, context) => {
    const flags = program.opts<PlaceFlags & MomentFlags & { json?: boolean }>();
    const { momentOf, withCatalog } = await import('../../pipeline/catalog-open.ts');
    const found = await withCatalog(placeOf(flags, context), async (catalog) =>
      catalog.query.stats(await momentOf(catalog, flags)),
    );
    print(flags.json === true ? `${stringifyJson(found, 2)}\n` : viewStats(found));
    return [0];
  },
};

function viewStats(found: Stats): string {
  const lines: [string, number][] = [
    ['servers', found.servers],
    ['with a list', found.listed],
    ['tools', found.tools],
    ...CATEGORIES.toReversed().map((category): [string, number] => [`  ${category}`, found.categories[category]]),
    ['in review', found.needsReview],
    ['annotation mismatches', found.annotationMismatches],
    ...found.failures.map(({ code, servers }): [string, number] => [`not listed: ${code}`, servers]),
    ['runs', found.runs],
  ];
  return lines.map(([name, number]) => `${name.padEnd(28)}${String(number).padStart(10)}\n`).join('');
}
