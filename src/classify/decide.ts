import { CATEGORIES, type Category, rankOf } from '../model/category.ts';
import type { ReviewReason } from '../model/classification.ts';
import type { CalibrationFile } from './statistical/calibration.ts';

/** Two probabilities that differ by less than this are a tie: the more severe category wins. */
const TIE = 0.005;

/** What is known of a tool when its category is decided. */
export type Known = {
  /** Calibrated probability per category, in the order of `CATEGORIES`. */
  probabilities: readonly number[];
  /** The server's claim, where it makes one. */
  readOnlyHint?: boolean;
  /** Reasons for review that do not hang on probabilities. */
  reasons: readonly ReviewReason[];
};

/** The category, how sure it is, and why a person should look. */
export type Decision = {
  category: Category;
  confidence: number;
  needsReview: boolean;
  reviewReasons: ReviewReason[];
};

/** Weighs what is known into one category. */
export function decide(known: Known, thresholds: Pick<CalibrationFile, 'reviewBelow' | 'severeRunnerUp'>): Decision {
  const category = likeliest(known.probabilities);
  const confidence = known.probabilities[rankOf(category)]!;
  const reviewReasons = new Set(known.reasons);
  if (confidence < thresholds.reviewBelow) reviewReasons.add('low-confidence');
  const severe = known.probabilities.slice(rankOf('Execute')).reduce((sum, part) => sum + part, 0);
  if (category === 'Read' && severe >= thresholds.severeRunnerUp) reviewReasons.add('severe-runner-up');
  return { category, confidence, needsReview: reviewReasons.size > 0, reviewReasons: [...reviewReasons] };
}

/** The likeliest category; of those that tie, the most severe. */
function likeliest(probabilities: readonly number[]): Category {
  const most = Math.max(...probabilities);
  return CATEGORIES.findLast((_, rank) => probabilities[rank]! >= most - TIE)!;
}
