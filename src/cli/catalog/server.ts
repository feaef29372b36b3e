import type { ServerDetail } from '../../catalog/queries/server.ts';
import { stringifyJson } from '../../model/escape/json.ts';
import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';
import { oneLine, type Screen, screenOf } from '../terminal/screen.ts';
import { type PlaceFlags, placeOf } from './flags.ts';

/** `catalog server ID`: one server, where it was found, and what became of it night after night. */
export const server: CliCommand = {
  name: 'server',
  summary: 'one server: where it was found, and its history',
  declare: (program) =>
    addDatabaseFlag(program.argument('<id>', 'id of the server').option('--json', 'print one JSON document')),
  run: async (program, context) => {
    const flags = program.opts<PlaceFlags & { json?: boolean }>();
    const id = program.args[0] ?? '';
    const { withCatalog } = await import('../../pipeline/catalog-open.ts');
    const found = await withCatalog(placeOf(flags, context), (catalog) => catalog.query.server(id));
    if (found === undefined) throw new InputError(`the catalogue knows no server "${id}"`);
    if (flags.json === true) print(`${stringifyJson(found, 2)}\n`);
    else print(viewServer(found, screenOf(process.stdout, context.environment)));
    return [0];
  },
};

function viewServer({ server: id, firstSeen, entry, origins, history }: ServerDetail, { paint }: Screen): string {
  const lines = [
    paint.bold(oneLine(entry.title ?? id)),
    `  ${oneLine(id)}, first seen ${firstSeen}`,
    paint.bold('Found'),
    ...origins.map(({ source, name, place }) => `  ${oneLine(`${source}: ${name} ${place}`)}`),
    paint.bold('History'),
    ...history.map(({ run, at, change, package: ran, code }) => {
      const word = code === null ? change : `failed (${code})`;
      return `  ${at}  ${oneLine(`${word}  ${ran ?? ''}  ${run}`)}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}
