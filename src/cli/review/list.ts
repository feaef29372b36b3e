import { stringifyJson } from '../../model/escape/json.ts';
import type { PlaceFlags } from '../catalog/flags.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';
import { parseCount } from '../parsers.ts';
import { withReviews } from './flags.ts';

/** Items held at once. */
const MAX_LIMIT = 10_000;

/** `review list`: what waits for a person, what needs one most first. */
export const list: CliCommand = {
  name: 'list',
  summary: 'what waits for a person, the most pressing first',
  declare: (program) =>
    addDatabaseFlag(
      program
        .option('--limit <n>', `items at most, up to ${MAX_LIMIT}`, parseCount(1), 20)
        .option('--json', 'print one JSON document'),
    ),
  run: async (program, context) => {
    const flags = program.opts<PlaceFlags & { json?: boolean; limit: number }>();
    const [{ readQueue }, { viewQueue }, { screenOf }] = await Promise.all([
      import('../../pipeline/review-queue.ts'),
      import('../terminal/review-view.ts'),
      import('../terminal/screen.ts'),
    ]);
    const limit = Math.min(flags.limit, MAX_LIMIT);
    const queue = await withReviews(flags, context, (reviews) => readQueue(reviews, limit));
    if (flags.json === true) print(`${stringifyJson(queue, 2)}\n`);
    else print(viewQueue(queue, screenOf(process.stdout, context.environment)));
    return [0];
  },
};
