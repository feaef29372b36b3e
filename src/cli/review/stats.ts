import { stringifyJson } from '../../model/escape/json.ts';
import type { PlaceFlags } from '../catalog/flags.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';
import { withReviews } from './flags.ts';

/** `review stats`: how much was decided, by whom, and how much waits. */
export const stats: CliCommand = {
  name: 'stats',
  summary: 'how much waits, how much was decided, and by whom',
  declare: (program) => addDatabaseFlag(program.option('--json', 'print one JSON document')),
  run: async (program, context) => {
    const flags = program.opts<PlaceFlags & { json?: boolean }>();
    const [{ readReviewStats }, { viewReviewStats }, { screenOf }] = await Promise.all([
      import('../../pipeline/review-stats.ts'),
      import('../terminal/review-view.ts'),
      import('../terminal/screen.ts'),
    ]);
    const figures = await withReviews(flags, context, readReviewStats);
    if (flags.json === true) print(`${stringifyJson(figures, 2)}\n`);
    else print(viewReviewStats(figures, screenOf(process.stdout, context.environment)));
    return [0];
  },
};
