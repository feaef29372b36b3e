import type { Category } from '../model/category.ts';
import { type Classification, REVIEW_REASONS } from '../model/classification.ts';
import type { Decision, Limit } from '../model/policy.ts';

/** The sentence that says why a tool has its rule. Made of our own words only, so it needs no escaping anywhere. */
export function describeRule(
  verdict: Classification,
  treatedAs: Category,
  rule: { decision: Decision; limits: readonly Limit[]; spared: number },
  namesakes: number,
): string {
  const shared = namesakes > 1 ? `; the most severe of ${namesakes} tools with this name counts` : '';
  const { spared } = rule;
  const actions =
    spared === 0 ? '' : `; ${spared} milder ${spared === 1 ? 'action has a rule' : 'actions have rules'} of their own`;
  return `${describeVerdict(verdict, treatedAs)}: ${describeDecision(rule)}${shared}${actions}.`;
}

function describeVerdict(verdict: Classification, treatedAs: Category): string {
  const sure = `${verdict.category} with ${Math.floor(verdict.confidence * 100)}% confidence`;
  if (!verdict.needsReview) return sure;
  const reason = verdict.reviewReasons[0];
  const doubt = `${sure}, in review${reason === undefined ? '' : ` because ${REVIEW_REASONS[reason]}`}`;
  return treatedAs === verdict.category ? doubt : `${doubt}, so treated as ${treatedAs}`;
}

/** What a decision does with a call, for a sentence. */
export function describeDecision({ decision, limits }: { decision: Decision; limits: readonly Limit[] }): string {
  if (decision === 'allow') return 'every call is allowed';
  if (decision === 'limit')
    return `at most ${limits.map(({ max, window }) => `${max} calls ${window === 'hour' ? 'an' : 'a'} ${window}`).join(' and ')}`;
  if (decision === 'ask') return 'each call waits for a person';
  if (decision === 'hide') return 'hidden until a person allows it';
  return 'every call is denied';
}
