import { type Command, InvalidArgumentError } from 'commander';
import type { ReviewStore } from '../../catalog/reviews/review-store.ts';
import { stringifyJson } from '../../model/escape/json.ts';
import type { ToolChoice, ToolReview } from '../../pipeline/review-tool.ts';
import type { Said } from '../../review/decide.ts';
import { type PlaceFlags, placeOf } from '../catalog/flags.ts';
import type { CliContext } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';

/** Values of the flags that name a tool. */
export type ToolFlags = PlaceFlags & { definition?: string; json?: boolean };

/** Values of the flags that say who and why. */
export type SaidFlags = { by: string; reason: string };

/** Adds server and tool, and the flags of `ToolFlags`. */
export function addToolFlags(command: Command): Command {
  command
    .argument('<server>', 'id of the server, as `review list` shows it')
    .argument('<tool>', 'exact name of the tool')
    .option('--definition <hash>', 'which of several tools of that name: how its definition hash begins', parseHash)
    .option('--json', 'print one JSON document');
  return addDatabaseFlag(command);
}

/** Adds the flags of `SaidFlags`. */
export function addSaidFlags(command: Command): Command {
  return command.requiredOption('--reason <text>', 'why').requiredOption('--by <name>', 'who says so');
}

/** The tool that arguments and flags name. */
export function choiceOf(command: Command): ToolChoice {
  const [server = '', tool = ''] = command.args;
  const { definition } = command.opts<ToolFlags>();
  return { server, tool, ...(definition === undefined ? {} : { definition }) };
}

/** Who says what, now. */
export function saidNow({ by, reason }: SaidFlags): Said {
  return { by, reason, at: new Date().toISOString() };
}

/** Opens the reviews of the catalogue that the flags name, and closes it whatever happens. */
export async function withReviews<T>(
  flags: PlaceFlags,
  context: CliContext,
  use: (reviews: ReviewStore) => Promise<T>,
  mayCreate = false,
): Promise<T> {
  const { withCatalog } = await import('../../pipeline/catalog-open.ts');
  return withCatalog(placeOf(flags, context), ({ reviews }) => use(reviews), { mayCreate });
}

/** Prints what people's decisions on a tool come to. */
export async function showOutcome(review: ToolReview, { json }: ToolFlags, context: CliContext): Promise<void> {
  if (json === true) return print(`${stringifyJson(review, 2)}\n`);
  const [{ viewOutcome }, { screenOf }] = await Promise.all([
    import('../terminal/review-view.ts'),
    import('../terminal/screen.ts'),
  ]);
  print(viewOutcome(review, screenOf(process.stdout, context.environment)));
}

function parseHash(word: string): string {
  if (!/^[0-9a-f]{4,64}$/.test(word)) throw new InvalidArgumentError('Write at least 4 hex digits.');
  return word;
}
