import { CATEGORIES, type Category, EFFECTS, type Effect, rankOf } from '../model/category.ts';
import { recordOf } from '../model/json.ts';
import { type Decision, decide } from './decide.ts';
import type { Examination } from './examine.ts';
import type { CalibrationFile } from './statistical/calibration.ts';
import { sigmoid, softmax } from './statistical/predict.ts';

/** Digits of a probability that are kept: more would claim a precision that was not measured. */
const DIGITS = 4;

/** The numbers of a verdict. */
export type Judgement = Decision & { probabilities: Record<Category, number>; effects: Effect[] };

/** Turns the model's scores into a verdict, by the calibration and beside the facts. */
export function judge(
  scores: Float64Array,
  { facts, rules }: Pick<Examination, 'facts' | 'rules'>,
  calibration: CalibrationFile,
): Judgement {
  const probabilities = softmax(scores.subarray(0, CATEGORIES.length), calibration.temperature);
  const decision = decide({ probabilities, rules, facts }, calibration);
  return {
    ...decision,
    confidence: rounded(decision.confidence),
    probabilities: recordOf(CATEGORIES, (category) => rounded(probabilities[rankOf(category)]!)),
    effects: EFFECTS.filter(
      (effect, at) => sigmoid(scores[CATEGORIES.length + at]!) >= (calibration.effects[effect] ?? 0.5),
    ),
  };
}

function rounded(probability: number): number {
  return Number(probability.toFixed(DIGITS));
}
