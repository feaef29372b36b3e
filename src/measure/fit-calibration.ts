import { chooseCategory } from '../classify/decide.ts';
import type { Examination } from '../classify/examine.ts';
import type { CalibrationFile } from '../classify/statistical/calibration.ts';
import { confidenceFeatures, confidenceIn, type Doubts } from '../classify/statistical/confidence.ts';
import { effectInputs } from '../classify/statistical/effects.ts';
import { logistic, softmax } from '../classify/statistical/predict.ts';
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
const TARGET = 0.994;
/** Together, severe categories of this probability send a Read verdict to review. */
const SEVERE_RUNNER_UP = 0.04;
/** A row of the natural mix labelled twice counts this much beside one that was labelled once. */
const GOLD_WEIGHT = 3;
const CONFIDENCE_L2 = 3;
const EFFECT_L2 = 1;
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
  const verdicts = rows.map((row) => ({ source: row.example.source, ...verdictOn(row, temperature) }));
  const confidence = fitLogistic(
    verdicts.map(({ category, doubts, isRight, source }) => ({
      inputs: confidenceFeatures(category, doubts),
      isTrue: isRight,
      weight: weightOf(source),
    })),
    CONFIDENCE_L2,
  );
  const judged = verdicts
    .filter(({ source }) => source === 'gold')
    .map(({ category, doubts, isRight }) => ({ confidence: confidenceIn(category, doubts, confidence), isRight }));
  return {
    temperature,
    confidence,
    reviewBelow: Number(confidenceFor(judged, TARGET).toFixed(4)),
    severeRunnerUp: SEVERE_RUNNER_UP,
    effects: fitEffects(rows),
  };
}

function verdictOn(
  { example, examination: { rules, facts }, scores }: HeldOutRow,
  temperature: number,
): { category: Category; doubts: Doubts; isRight: boolean } {
  const probabilities = softmax(categoryScores(scores), temperature);
  const category = chooseCategory(probabilities, rules.category);
  const isUnknown = facts.some(({ signal }) => signal === 'missing-knowledge');
  return { category, doubts: { probabilities, rules, isUnknown }, isRight: CATEGORIES[example.category] === category };
}

/** One logistic regression an effect over the scores of all, and the thresholds on what they say. */
function fitEffects(rows: readonly HeldOutRow[]): CalibrationFile['effects'] {
  const asked = rows.map(({ example, scores }) => ({ ...example, inputs: effectInputs(scores) }));
  const fits = EFFECTS.map((_, at) => {
    const cases = asked
      .filter(({ effects }) => !Number.isNaN(effects[at]))
      .map(({ inputs, effects, source }) => ({ inputs, isTrue: effects[at] === 1, weight: weightOf(source) }));
    const weights = fitLogistic(cases, EFFECT_L2);
    return {
      weights,
      cases: cases.map(({ inputs, isTrue }) => ({ probability: logistic(inputs, weights), isTrue })),
    };
  });
  const thresholds = thresholdsOfBestMicroF1(fits.map(({ cases }) => cases));
  return recordOf(EFFECTS, (effect) => {
    const at = EFFECTS.indexOf(effect);
    return { weights: fits[at]!.weights, from: thresholds[at]! };
  });
}

function weightOf(source: LabelSource): number {
  return source === 'gold' ? GOLD_WEIGHT : 1;
}

function categoryScores(scores: Float64Array): number[] {
  return Array.from(scores.subarray(0, CATEGORIES.length));
}
