import { CATEGORIES, EFFECTS } from '../model/category.ts';
import { designMatrix } from './design-matrix.ts';
import type { Example } from './example.ts';
import { choiceLoss, fitLinear, type LinearFit, labelsLoss } from './fit-linear.ts';

/** A fitted model before its weights are packed. */
export type FittedModel = { hashes: Uint32Array; categories: LinearFit; effects: LinearFit };

/** Rows that a feature needs to be learned. */
const LEAST_ROWS = 2;
/** Drawn to 0 by this much; found by cross-validation. */
const CATEGORY_L2 = 0.2;
const EFFECT_L2 = 0.3;
const ITERATIONS = 80;

/** Fits the categories as a choice and the effects as ten yes/no questions, over the same features. */
export function fitModel(examples: readonly Example[]): FittedModel {
  const matrix = designMatrix(
    examples.map((example) => example.vector),
    LEAST_ROWS,
  );
  const weights = Float64Array.from(examples, (example) => example.weight);
  const chosen = examples.map((example) => {
    const target = new Float64Array(CATEGORIES.length);
    target[example.category] = 1;
    return target;
  });
  const labels = examples.map((example) => example.effects);
  return {
    hashes: matrix.hashes,
    categories: fitLinear(matrix, CATEGORIES.length, choiceLoss(chosen, weights), {
      l2: CATEGORY_L2,
      iterations: ITERATIONS,
    }),
    effects: fitLinear(matrix, EFFECTS.length, labelsLoss(labels, weights), { l2: EFFECT_L2, iterations: ITERATIONS }),
  };
}
