import { CATEGORIES, type Category, type Effect, rankOf } from '../model/category.ts';
import type { AnnotationMismatch, ReviewReason } from '../model/classification.ts';
import { recordOf } from '../model/json.ts';
import { chooseCategory, decide } from './decide.ts';
import type { Examination } from './examine.ts';
import type { CalibrationFile } from './statistical/calibration.ts';
import { confidenceIn, withConfidence } from './statistical/confidence.ts';
import { effectsFrom } from './statistical/effects.ts';
import { softmax } from './statistical/predict.ts';

/** Digits of a probability that are kept: more would claim a precision that was not measured. */
const DIGITS = 4;
const SCALE = 10 ** DIGITS;
/** Nearer than this to a half, a product may stand on its other side: more than what multiplying by the scale can lose. */
const NEAR_HALF = 1e-6;

/** The numbers of a verdict. */
export type Judgement = {
  category: Category;
  /** Calibrated probability that the category is right. */
  confidence: number;
  probabilities: Record<Category, number>;
  effects: Effect[];
  decidedBy: 'rules' | 'model';
  needsReview: boolean;
  reviewReasons: ReviewReason[];
};

/** What a judgement looks at beside the model's scores. */
export type Grounds = Pick<Examination, 'facts' | 'rules'> & {
  /** Claims of the server that its definition contradicts. */
  mismatches?: readonly AnnotationMismatch[];
};

/** Turns the model's scores into a verdict, by the calibration and beside the facts. */
export function judge(scores: Float64Array, grounds: Grounds, calibration: CalibrationFile): Judgement {
  const raw = softmax(scores.subarray(0, CATEGORIES.length), calibration.temperature);
  const category = chooseCategory(raw, grounds.rules.category);
  const isUnknown = grounds.facts.some(({ signal }) => signal === 'missing-knowledge');
  const doubts = { probabilities: raw, rules: grounds.rules, isUnknown };
  const probabilities = withConfidence(raw, category, confidenceIn(category, doubts, calibration.confidence));
  const decision = decide({ category, probabilities, isUnknown, ...grounds }, calibration);
  return {
    category,
    confidence: rounded(probabilities[rankOf(category)]!),
    probabilities: recordOf(CATEGORIES, (one) => rounded(probabilities[rankOf(one)]!)),
    effects: effectsFrom(scores, calibration.effects),
    ...decision,
  };
}

/** Rounds as `toFixed` does, which looks at every digit and is slow: it is asked only where that matters. */
function rounded(probability: number): number {
  const scaled = probability * SCALE;
  if (Math.abs(scaled - Math.floor(scaled) - 0.5) < NEAR_HALF) return Number(probability.toFixed(DIGITS));
  return Math.round(scaled) / SCALE;
}
