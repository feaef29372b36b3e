import { CATEGORIES, type Category, rankOf } from '../model/category.ts';
import type { ReviewReason } from '../model/classification.ts';
import type { RuleVerdict } from './rules.ts';
import type { FoundFact } from './signals/index.ts';
import type { CalibrationFile } from './statistical/calibration.ts';

/** Two probabilities that differ by less than this are a tie: the more severe category wins. */
const TIE = 0.005;

/** Signals whose facts send a verdict to review by themselves. */
const ALARMS: Readonly<Record<string, ReviewReason>> = {
  'hidden-text': 'hidden-text',
  'addressed-to-reader': 'addressed-to-reader',
};

/** What is known of a tool when its category is decided. */
export type Known = {
  /** Probability per category, in the order of `CATEGORIES`. */
  probabilities: readonly number[];
  rules: Pick<RuleVerdict, 'category' | 'floor'>;
  facts: readonly Pick<FoundFact, 'signal'>[];
};

/** The category, how sure it is, and why a person should look. */
export type Decision = {
  category: Category;
  confidence: number;
  decidedBy: 'rules' | 'model';
  needsReview: boolean;
  reviewReasons: ReviewReason[];
};

/** Weighs what is known into one category. */
export function decide(
  { probabilities, rules, facts }: Known,
  thresholds: Pick<CalibrationFile, 'reviewBelow' | 'severeRunnerUp'>,
): Decision {
  const category = likeliest(probabilities);
  const confidence = probabilities[rankOf(category)]!;
  const reasons = new Set<ReviewReason>();
  if (confidence < thresholds.reviewBelow) reasons.add('low-confidence');
  if (rankOf(category) < rankOf(rules.floor)) reasons.add('sources-disagree');
  const severe = probabilities.slice(rankOf('Execute')).reduce((sum, part) => sum + part, 0);
  if (category === 'Read' && severe >= thresholds.severeRunnerUp) reasons.add('severe-runner-up');
  for (const { signal } of facts) {
    const alarm = Object.hasOwn(ALARMS, signal) ? ALARMS[signal] : undefined;
    if (alarm !== undefined) reasons.add(alarm);
  }
  return {
    category,
    confidence,
    decidedBy: rules.floor === category && category !== 'Read' ? 'rules' : 'model',
    needsReview: reasons.size > 0,
    reviewReasons: [...reasons],
  };
}

/** The likeliest category; of those that tie, the most severe. */
function likeliest(probabilities: readonly number[]): Category {
  const most = Math.max(...probabilities);
  return CATEGORIES.findLast((_, rank) => probabilities[rank]! >= most - TIE)!;
}
