import { CATEGORIES, type Category, rankOf } from '../../model/category.ts';
import { logistic } from './predict.ts';

/** What the confidence in a verdict hangs on, besides its category. */
export type Doubts = {
  /** Probability per category, in the order of `CATEGORIES`. */
  probabilities: readonly number[];
  /** What the rules say, and how often that rule is right. */
  rules: { category: Category; strength: number };
  /** Whether a signal says that the definition tells too little. */
  isUnknown: boolean;
};

/** Keeps the logarithms finite. */
const TINY = 1e-6;

/** Inputs of the calibration: logit and margin of the likeliest category, agreement with the rules, missing knowledge, the category. */
export function confidenceFeatures(category: Category, { probabilities, rules, isUnknown }: Doubts): number[] {
  const rank = rankOf(category);
  const own = probabilities[rank]!;
  const next = Math.max(...probabilities.filter((_, other) => other !== rank));
  const isAgreed = rules.category === category;
  return [
    Math.log((own + TINY) / (1 - own + TINY)),
    Math.log((own + TINY) / (next + TINY)),
    isAgreed ? 1 : 0,
    isAgreed ? rules.strength : 0,
    isAgreed ? 0 : rules.strength,
    isUnknown ? 1 : 0,
    ...CATEGORIES.map((one) => (one === category ? 1 : 0)),
  ];
}

/** Calibrated probability that the category is right. */
export function confidenceIn(category: Category, doubts: Doubts, weights: readonly number[]): number {
  return logistic(confidenceFeatures(category, doubts), weights);
}

/** The probabilities with that of `category` set to a confidence, the others scaled to fit; it stays the largest. */
export function withConfidence(probabilities: readonly number[], category: Category, confidence: number): number[] {
  const rank = rankOf(category);
  const rest = 1 - probabilities[rank]!;
  if (rest < TINY) return probabilities.map((_, other) => (other === rank ? confidence : (1 - confidence) / 4));
  const next = Math.max(...probabilities.filter((_, other) => other !== rank)) / rest;
  const own = Math.max(confidence, next / (1 + next));
  return probabilities.map((probability, other) => (other === rank ? own : ((1 - own) * probability) / rest));
}
