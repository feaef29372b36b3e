import { CATEGORIES } from '../model/category.ts';
import { type Classification, REVIEW_REASONS } from '../model/classification.ts';
import type { ReviewDecision } from '../model/review-event.ts';
import type { DefinitionChange } from './definition-changes.ts';
import type { QueueItem } from './queue.ts';

/** Decisions and changed places that one reason lists. */
const SHOWN = 4;

/** Why an item waits, each reason as a clause; names and pointers are untrusted text. */
export function reasonsFor(
  item: Pick<QueueItem, 'kind' | 'verdict' | 'decisions'>,
  changes: readonly DefinitionChange[],
  offers: readonly ReviewDecision[],
): string[] {
  const { kind, verdict, decisions } = item;
  const reasons = verdict.reviewReasons
    .filter((reason) => reason !== 'people-disagree' && reason !== 'definition-changed')
    .map((reason): string => REVIEW_REASONS[reason]);
  if (kind === 'conflict') reasons.unshift(`people differ: ${listed(decisions.map(decisionInWords))}`);
  if (kind === 'reopened') {
    const places = changes.length === 0 ? 'the definition' : listed(changes.map(({ pointer }) => pointer));
    reasons.unshift(`${listed(decisions.slice(-1).map(decisionInWords))}, and since then changed: ${places}`);
  }
  if (offers.length > 0) reasons.push(`of the same definition elsewhere, ${listed(offers.map(offerInWords))}`);
  return [...reasons, ...rivalInWords(verdict)];
}

/** A decision as a clause. */
export function decisionInWords({ by, category, at }: ReviewDecision): string {
  return `${by} decided ${category} on ${at.slice(0, 10)}`;
}

function offerInWords(decision: ReviewDecision): string {
  return `${decisionInWords(decision)} for ${decision.server}`;
}

function rivalInWords({ category, probabilities }: Classification): string[] {
  const [rival] = CATEGORIES.filter((other) => other !== category).sort((a, b) => probabilities[b] - probabilities[a]);
  if (rival === undefined || probabilities[rival] < 0.05) return [];
  const share = (name: typeof category) => `${Math.floor(probabilities[name] * 100)}%`;
  return [`${category} ${share(category)}, ${rival} ${share(rival)}`];
}

function listed(clauses: readonly string[]): string {
  const more = clauses.length > SHOWN ? `, and ${clauses.length - SHOWN} more` : '';
  return `${clauses.slice(0, SHOWN).join(', ')}${more}`;
}
