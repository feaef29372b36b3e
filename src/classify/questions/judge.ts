import { type Category, rankOf, SEVERITY_OF, worse } from '../../model/category.ts';
import type { Classification, ReviewReason } from '../../model/classification.ts';
import { actionsDisagree } from './actions-disagree.ts';
import type { LooseToolAnswer } from './answer.ts';
import type { CheckedQuotes } from './check-quotes.ts';
import { combineProbabilities } from './combine.ts';
import { explainJudgement } from './explain.ts';
import type { StrongEvidence } from './strong-evidence.ts';

/** One answer about a tool with its quotes checked. */
export type Vote = { answer: LooseToolAnswer; quotes: CheckedQuotes };

/** Who was asked. */
export type Asked = { prompt: string; model: string };

/** Reasons for review that an agreeing answer cannot clear: they say that the definition or its server is not to be trusted. */
const STICKY: ReadonlySet<ReviewReason> = new Set([
  'hidden-text',
  'addressed-to-reader',
  'annotation-mismatch',
  'people-disagree',
]);
/** Of those, the ones that say that the text may have been written to mislead a model. */
const TAMPERED: ReadonlySet<ReviewReason> = new Set(['hidden-text', 'addressed-to-reader']);

/** Confidence that an answer needs to clear a doubt. */
const CLEARING_CONFIDENCE = 0.75;
/** Probability that it needs beside the offline verdict: with an answer at 0.9, one in ten offline. */
const CLEARING_PROBABILITY = 0.8;

/** Whether an answer names no passage, or one that is not there. */
export function isDoubtful(vote: Vote): boolean {
  return vote.quotes.missing > 0 || vote.answer.quotes.length === 0;
}

/** Whether a second vote is wanted: a sound first answer goes below what strong evidence supports. */
export function wantsSecondVote(vote: Vote, strong: StrongEvidence): boolean {
  return !isDoubtful(vote) && isBelow(vote, strong);
}

function isBelow(vote: Vote, strong: StrongEvidence): boolean {
  return rankOf(vote.answer.category) < rankOf(strong.category);
}

/**
 * The verdict after one or two answers. An answer may raise the category freely. It may lower one that strong evidence
 * supports only when a second answer says the same, and then the verdict goes to review; never where the text seems to
 * have been written to mislead. A doubtful answer changes nothing for the better. The verdicts on a tool's actions stay as
 * they were; where they no longer fit the tool's, the tool goes to review.
 */
export function judge(
  offline: Classification,
  strong: StrongEvidence,
  votes: readonly [Vote, ...Vote[]],
  asked: Asked,
): Classification {
  const [vote, second] = votes;
  const told = decide(offline, strong, vote, second);
  const outcome = actionsDisagree(offline, told.category) ? { reason: 'sources-disagree' as const, ...told } : told;
  const probabilities = combineProbabilities(offline.probabilities, vote.answer);
  const isFollowed = outcome.category === vote.answer.category && !isDoubtful(vote);
  const isMilder = isBelowNamedDeed(vote, strong);
  const wasSettled = !offline.needsReview && vote.answer.category === offline.category;
  const isSettled = outcome.reason === undefined && (wasSettled || (!isMilder && isSure(vote, probabilities)));
  const reasons = isSettled
    ? offline.reviewReasons.filter((each) => STICKY.has(each))
    : openReasons(offline, outcome.reason ?? (isMilder ? 'sources-disagree' : 'low-confidence'));
  return {
    ...offline,
    category: outcome.category,
    severity: SEVERITY_OF[outcome.category],
    confidence: probabilities[outcome.category],
    uncalibrated: true,
    probabilities,
    effects: isFollowed && !isTampered(offline) ? vote.answer.effects : offline.effects,
    needsReview: reasons.length > 0,
    reviewReasons: reasons,
    evidence: uniqueEvidence([...(isFollowed ? vote.quotes.evidence : []), ...offline.evidence]),
    rationale: explainJudgement(offline, vote.answer, { category: outcome.category, isFollowed, model: asked.model }),
    decidedBy: 'llm',
    versions: { ...offline.versions, prompt: asked.prompt, llm: asked.model },
  };
}

/** The offline verdict where a model was to be asked and gave nothing usable. */
export function leaveToReview(offline: Classification, reason: ReviewReason): Classification {
  const reviewReasons = [...new Set([...offline.reviewReasons, reason])];
  return { ...offline, needsReview: true, reviewReasons };
}

type Outcome = { category: Category; reason?: ReviewReason };

function decide(offline: Classification, strong: StrongEvidence, vote: Vote, second: Vote | undefined): Outcome {
  const told = vote.answer.category;
  if (isDoubtful(vote)) return { category: worse(offline.category, told), reason: 'llm-unusable' };
  if (rankOf(told) < rankOf(offline.category) && isTampered(offline))
    return { category: offline.category, reason: 'llm-disagrees' };
  if (!isBelow(vote, strong)) return { category: told };
  const isConfirmed = second !== undefined && !isDoubtful(second) && second.answer.category === told;
  return { category: isConfirmed ? told : offline.category, reason: 'llm-disagrees' };
}

function isTampered(offline: Classification): boolean {
  return offline.reviewReasons.some((reason) => TAMPERED.has(reason));
}

/** Reasons that stay when a doubt is not settled; what an earlier run said about asking is left out. */
function openReasons(offline: Classification, reason: ReviewReason): ReviewReason[] {
  return [...new Set([...offline.reviewReasons.filter((each) => !isAboutAsking(each)), reason])];
}

/** Whether a reason says how asking a language model went, not what the definition is like. */
export function isAboutAsking(reason: ReviewReason): boolean {
  return reason === 'too-long' || reason.startsWith('llm-');
}

/** Whether an answer is sure of itself, and likely beside the offline verdict. */
function isSure({ answer }: Vote, probabilities: Classification['probabilities']): boolean {
  return answer.confidence >= CLEARING_CONFIDENCE && probabilities[answer.category] >= CLEARING_PROBABILITY;
}

/** Whether an answer is milder than a severe deed that is named: it may be right, but a person should see it. */
function isBelowNamedDeed({ answer }: Vote, { namedDeed }: StrongEvidence): boolean {
  return rankOf(answer.category) < rankOf(namedDeed) && rankOf(namedDeed) >= rankOf('Execute');
}

function uniqueEvidence(evidence: Classification['evidence']): Classification['evidence'] {
  const seen = new Set<string>();
  return evidence.filter(({ pointer, quote, signal }) => {
    const key = JSON.stringify([pointer, quote, signal]);
    return !seen.has(key) && seen.add(key);
  });
}
