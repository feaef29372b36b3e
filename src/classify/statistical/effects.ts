import { CATEGORIES, EFFECTS, type Effect } from '../../model/category.ts';
import type { CalibrationFile } from './calibration.ts';
import { logistic, softmax } from './predict.ts';

/** Scores beyond it say nothing more. */
const MOST = 8;
/** Brings the scores to about the size of probabilities. */
const SCALE = 4;

/** What the calibration of each effect looks at: the scores of all effects, bounded, and the probabilities of the categories. */
export function effectInputs(scores: Float64Array): number[] {
  const inputs: number[] = [];
  for (let at = CATEGORIES.length; at < scores.length; at += 1)
    inputs.push(Math.max(-MOST, Math.min(MOST, scores[at]!)) / SCALE);
  inputs.push(...softmax(scores.subarray(0, CATEGORIES.length)));
  return inputs;
}

/** The effects whose calibrated probability reaches their threshold. */
export function effectsFrom(scores: Float64Array, calibration: CalibrationFile['effects']): Effect[] {
  const inputs = effectInputs(scores);
  return EFFECTS.filter((effect) => logistic(inputs, calibration[effect].weights) >= calibration[effect].from);
}
