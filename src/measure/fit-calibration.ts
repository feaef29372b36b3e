import type { CalibrationFile } from '../classify/statistical/calibration.ts';
import { sigmoid, softmax } from '../classify/statistical/predict.ts';
import { CATEGORIES, EFFECTS } from '../model/category.ts';
import { recordOf } from '../model/json.ts';
import { confidenceFor, fitTemperature, thresholdOfBestF1 } from './calibrate.ts';
import type { Example } from './example.ts';

/** A row that was left out of the training, with the scores that it got. */
export type HeldOutRow = { example: Pick<Example, 'category' | 'effects'>; scores: Float64Array };

/** Share of verdicts outside review that must be right (the stated target). */
const TARGET = 0.99;
/** Together, severe categories of this probability send a Read verdict to review. */
const SEVERE_RUNNER_UP = 0.1;

/** Fits temperature and thresholds on rows that were left out of the training. */
export function fitCalibration(rows: readonly HeldOutRow[]): Omit<CalibrationFile, 'weights'> {
  const categories = CATEGORIES.length;
  const temperature = fitTemperature(
    rows.map(({ example, scores }) => ({
      scores: Array.from(scores.subarray(0, categories)),
      category: example.category,
    })),
  );
  const judged = rows.map(({ example, scores }) => {
    const probabilities = softmax(scores.subarray(0, categories), temperature);
    const confidence = Math.max(...probabilities);
    return { confidence, isRight: probabilities[example.category] === confidence };
  });
  const effects = recordOf(EFFECTS, (effect) => {
    const at = EFFECTS.indexOf(effect);
    const cases = rows
      .filter(({ example }) => !Number.isNaN(example.effects[at]))
      .map(({ example, scores }) => ({
        probability: sigmoid(scores[categories + at]!),
        isTrue: example.effects[at] === 1,
      }));
    return thresholdOfBestF1(cases);
  });
  return {
    temperature,
    reviewBelow: Number(confidenceFor(judged, TARGET).toFixed(4)),
    severeRunnerUp: SEVERE_RUNNER_UP,
    effects,
  };
}
