import { CATEGORIES, type Category, rankOf } from '../../model/category.ts';
import type { Classification } from '../../model/classification.ts';
import { recordOf } from '../../model/json.ts';

/** Highest confidence that a language model's word may give until it was measured against labelled data. */
const CONFIDENCE_CAP = 0.95;
/** Least probability that either side may give a category, so that neither can rule one out. */
const FLOOR = 0.005;

/**
 * Probabilities from the offline verdict and a language model's answer: their product, brought to a sum of 1. The
 * model's rest is spread evenly. No category passes the cap.
 */
export function combineProbabilities(
  offline: Classification['probabilities'],
  answer: { category: Category; confidence: number },
): Classification['probabilities'] {
  const confidence = Math.min(CONFIDENCE_CAP, Math.max(answer.confidence, 1 / CATEGORIES.length));
  const rest = (1 - confidence) / (CATEGORIES.length - 1);
  const products = CATEGORIES.map((category) => {
    const model = category === answer.category ? confidence : rest;
    return Math.max(FLOOR, offline[category] ?? 0) * Math.max(FLOOR, model);
  });
  const capped = cap(normalise(products));
  return recordOf(CATEGORIES, (category) => round(capped[rankOf(category)]!));
}

function normalise(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** Brings the largest value down to the cap and gives what it loses to the others in their proportion. */
function cap(values: readonly number[]): number[] {
  const top = Math.max(...values);
  if (top <= CONFIDENCE_CAP) return [...values];
  return values.map((value) => (value === top ? CONFIDENCE_CAP : (value / (1 - top)) * (1 - CONFIDENCE_CAP)));
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
