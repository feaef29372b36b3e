import { stringifyJson } from '../../model/escape/json.ts';
import type { CliCommand } from '../command.ts';
import { print } from '../output.ts';
import { addToolFlags, choiceOf, type ToolFlags, withReviews } from './flags.ts';

/** `review show SERVER TOOL`: everything that a person needs to decide. */
export const show: CliCommand = {
  name: 'show',
  summary: 'one tool with its evidence and all that people said about it',
  declare: addToolFlags,
  run: async (program, context) => {
    const flags = program.opts<ToolFlags>();
    const [{ reviewTool }, { viewReview }, { screenOf }] = await Promise.all([
      import('../../pipeline/review-tool.ts'),
      import('../terminal/review-view.ts'),
      import('../terminal/screen.ts'),
    ]);
    const review = await withReviews(flags, context, (reviews) => reviewTool(reviews, choiceOf(program)));
    if (flags.json === true) print(`${stringifyJson(review, 2)}\n`);
    else print(viewReview(review, screenOf(process.stdout, context.environment)));
    return [0];
  },
};
