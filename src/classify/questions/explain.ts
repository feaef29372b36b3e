import type { Category } from '../../model/category.ts';
import type { Classification } from '../../model/classification.ts';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { LooseToolAnswer } from './answer.ts';

/** Longest part of the model's own words in a rationale. */
const MAX_WORDS = 400;

/** Two or three sentences for a person: what the model said, what was made of it, and what was thought before. */
export function explainJudgement(
  offline: Classification,
  answer: LooseToolAnswer,
  outcome: { category: Category; isFollowed: boolean; model: string },
): string {
  const words = sentence(escapeTerminal(answer.rationale.replaceAll(/\s+/g, ' ').trim()).slice(0, MAX_WORDS));
  const model = escapeTerminal(outcome.model);
  if (outcome.isFollowed) {
    const before =
      offline.category === outcome.category
        ? `Rules and weights alone came to ${offline.category} too.`
        : `Rules and weights alone came to ${offline.category}.`;
    return `${words === '' ? `${model} calls it ${answer.category}.` : words} ${before}`;
  }
  const because =
    answer.category === outcome.category
      ? 'but quoted nothing that stands in the definition'
      : `which was not followed: the verdict stays at what the definition's own evidence supports`;
  return `${offline.rationale} ${model} calls it ${answer.category}, ${because}.`.trim();
}

function sentence(text: string): string {
  return text === '' || /[.!?。]$/.test(text) ? text : `${text}.`;
}
