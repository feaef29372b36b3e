import { InvalidArgumentError, Option } from 'commander';
import { CATEGORIES, type Category, EFFECTS, type Effect } from '../../model/category.ts';
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

type Flags = ToolFlags & SaidFlags & { category: Category; effects?: Effect[] };

/** `review decide SERVER TOOL`: a person's word on a tool. */
export const decide: CliCommand = {
  name: 'decide',
  summary: 'settle what a tool does; the decision stands while its definition does',
  declare: (program) =>
    addSaidFlags(
      addToolFlags(program)
        .addOption(new Option('--category <category>', 'what it is').choices(CATEGORIES).makeOptionMandatory())
        .option('--effects <a,b>', "its effects, or none; without it the classifier's stand", parseEffects),
    ),
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const { category, effects } = flags;
    const { decideTool } = await import('../../pipeline/review-decide.ts');
    const judgement = { category, ...(effects === undefined ? {} : { effects }) };
    const review = await withReviews(flags, context, (reviews) =>
      decideTool(reviews, choiceOf(program), judgement, saidNow(flags)),
    );
    await showOutcome(review, flags, context);
    return [0];
  },
};

function parseEffects(word: string): Effect[] {
  if (word.trim() === 'none') return [];
  return word.split(',').map((name) => {
    const effect = EFFECTS.find((known) => known === name.trim());
    if (effect === undefined) throw new InvalidArgumentError(`Write some of ${EFFECTS.join(', ')}, or none.`);
    return effect;
  });
}
