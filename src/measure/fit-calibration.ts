import { likeliest } from '../classify/decide.ts';
import type { Examination } from '../classify/examine.ts';
import type { CalibrationFile } from '../classify/statistical/calibration.ts';
import { confidenceFeatures, confidenceIn, type Doubts } from '../classify/statistical/confidence.ts';
import { sigmoid, softmax } from '../classify/statistical/predict.ts';
import { CATEGORIES, type Category, EFFECTS } from '../model/category.ts';
import { recordOf } from '../model/json.ts';
import { confidenceFor, fitTemperature, thresholdsOfBestMicroF1 } from './calibrate.ts';
import type { Example, LabelSource } from './example.ts';
import { fitLogistic } from './fit-logistic.ts';

/** A row that was left out of the training, with the scores that it got. */
export type HeldOutRow = {
  example: Pick<Example, 'category' | 'effects' | 'source'>;
  examination: Pick<Examination, 'facts' | 'rules'>;
  scores: Float64Array;
};

/** Share of verdicts outside review that must be right: the stated target of 99%, and a margin for tools yet unseen. */
const TARGET = 0.993;
/** Together, severe categories of this probability send a Read verdict to review. */
const SEVERE_RUNNER_UP = 0.04;
/** A row of the natural mix labelled twice counts this much beside one that was labelled once. */
const GOLD_WEIGHT = 3;
const CONFIDENCE_L2 = 3;
const NATURAL_MIX: readonly LabelSource[] = ['gold', 'silver'];

/**
 * Fits temperature, confidence and thresholds on rows that were left out of the training. Only rows of
 * the natural mix take part: none that were chosen. Thresholds of review come from gold alone.
 */
export function fitCalibration(held: readonly HeldOutRow[]): Omit<CalibrationFile, 'weights'> {
  const rows = held.filter(({ example }) => NATURAL_MIX.includes(example.source));
  const temperature = fitTemperature(
    rows.map(({ example, scores }) => ({ scores: categoryScores(scores), category: example.category })),
  );
  const verdicts = rows.map((row) => ({ isGold: row.example.source === 'gold', ...verdictOn(row, temperature) }));
  const confidence = fitLogistic(
    verdicts.map(({ category, doubts, isRight, isGold }) => ({
      inputs: confidenceFeatures(category, doubts),
      isTrue: isRight,
      weight: isGold ? GOLD_WEIGHT : 1,
    })),
    CONFIDENCE_L2,
  );
  const judged = verdicts
    .filter(({ isGold }) => isGold)
    .map(({ category, doubts, isRight }) => ({ confidence: confidenceIn(category, doubts, confidence), isRight }));
  return {
    temperature,
    confidence,
    reviewBelow: Number(confidenceFor(judged, TARGET).toFixed(4)),
    severeRunnerUp: SEVERE_RUNNER_UP,
    effects: effectThresholds(rows),
  };
}

function verdictOn(
  { example, examination: { rules, facts }, scores }: HeldOutRow,
  temperature: number,
): { category: Category; doubts: Doubts; isRight: boolean } {
  const probabilities = softmax(categoryScores(scores), temperature);
  const category = likeliest(probabilities);
  const isUnknown = facts.some(({ signal }) => signal === 'missing-knowledge');
  return { category, doubts: { probabilities, rules, isUnknown }, isRight: CATEGORIES[example.category] === category };
}

function effectThresholds(rows: readonly HeldOutRow[]): CalibrationFile['effects'] {
  const cases = EFFECTS.map((_, at) =>
    rows
      .filter(({ example }) => !Number.isNaN(example.effects[at]))
      .map(({ example, scores }) => ({
        probability: sigmoid(scores[CATEGORIES.length + at]!),
        isTrue: example.effects[at] === 1,
      })),
  );
  const thresholds = thresholdsOfBestMicroF1(cases);
  return recordOf(EFFECTS, (effect) => thresholds[EFFECTS.indexOf(effect)]!);
}

function categoryScores(scores: Float64Array): number[] {
  return Array.from(scores.subarray(0, CATEGORIES.length));
}
