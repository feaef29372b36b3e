import type { ToolDetail } from '../../catalog/queries/tool.ts';
import { stringifyJson } from '../../model/escape/json.ts';
import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';
import { print } from '../output.ts';
import { oneLine, paragraph, type Screen, screenOf } from '../terminal/screen.ts';
import { addMomentFlags, type MomentFlags, type PlaceFlags, placeOf } from './flags.ts';

/** `catalog tool SERVER TOOL`: a definition, its verdict, and the verdicts before. */
export const tool: CliCommand = {
  name: 'tool',
  summary: 'one tool: its definition, its verdict, and the verdicts before',
  declare: (program) =>
    addMomentFlags(
      program
        .argument('<server>', 'id of the server')
        .argument('<tool>', 'name of the tool')
        .option('--json', 'print one JSON document, a list of all tools of that name'),
    ),
  run: async (program, context) => {
    const flags = program.opts<PlaceFlags & MomentFlags & { json?: boolean }>();
    const [id = '', name = ''] = program.args;
    const { momentOf, withCatalog } = await import('../../pipeline/catalog-open.ts');
    const found = await withCatalog(placeOf(flags, context), async (catalog) =>
      catalog.query.tool({ server: id, tool: name, moment: await momentOf(catalog, flags) }),
    );
    if (found.length === 0) throw new InputError(`the catalogue knows no tool "${name}" on "${id}"`);
    const screen = screenOf(process.stdout, context.environment);
    if (flags.json === true) print(`${stringifyJson(found, 2)}\n`);
    else print(found.map((each) => viewTool(each, screen)).join('\n'));
    return [0];
  },
};

function viewTool({ server, tool: definition, verdict, history, alsoOn }: ToolDetail, screen: Screen): string {
  const { paint } = screen;
  const doubt = verdict.needsReview ? ` in review: ${verdict.reviewReasons.join(', ')}` : '';
  return [
    `${paint.bold(oneLine(definition.name))} on ${oneLine(server)}\n`,
    `  ${paint.category(verdict.category, verdict.category)} ${verdict.confidence.toFixed(2)}${doubt}\n`,
    paragraph(oneLine(verdict.rationale), screen),
    paragraph(oneLine(definition.description ?? ''), screen, '    '),
    alsoOn > 0 ? `  the same definition stands on ${alsoOn} other servers\n` : '',
    paint.bold('History\n'),
    ...history.map(
      ({ at, category, confidence, decidedBy, definitionHash }) =>
        `  ${at}  ${category} ${confidence.toFixed(2)} by ${decidedBy}, definition ${definitionHash.slice(0, 12)}\n`,
    ),
  ].join('');
}
