import type { CliCommand } from '../command.ts';
import {
  addSaidFlags,
  addToolFlags,
  choiceOf,
  type SaidFlags,
  saidNow,
  showOutcome,
  type ToolFlags,
  withReviews,
} from './flags.ts';

/** `review undo SERVER TOOL`: takes a decision back; it stays in the journal. */
export const undo: CliCommand = {
  name: 'undo',
  summary: 'take a decision back; both stay in the journal',
  declare: (program) =>
    addSaidFlags(addToolFlags(program)).option('--of <name>', "whose decision (default: one's own)"),
  run: async (program, context) => {
    const flags = program.opts<ToolFlags & SaidFlags & { of?: string }>();
    const { undoDecision } = await import('../../pipeline/review-decide.ts');
    const review = await withReviews(flags, context, (reviews) =>
      undoDecision(reviews, choiceOf(program), saidNow(flags), flags.of),
    );
    await showOutcome(review, flags, context);
    return [0];
  },
};
