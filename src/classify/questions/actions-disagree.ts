import { type Category, rankOf, worse } from '../../model/category.ts';
import type { Classification } from '../../model/classification.ts';

/**
 * Whether the verdicts on a tool's actions, which a model is not asked about, contradict its verdict after a model's
 * answer: an action is worse than the tool, or the answer raised the tool above all of its actions, so that it is not
 * known which of them is that severe. Either way the tool goes to review, where no action is spared the tool's rule.
 */
export function actionsDisagree({ category: before, actions = [] }: Classification, after: Category): boolean {
  if (actions.length === 0) return false;
  const worst = actions.map(({ category }) => category).reduce(worse);
  return rankOf(worst) > rankOf(after) || (rankOf(after) > rankOf(before) && rankOf(after) > rankOf(worst));
}
