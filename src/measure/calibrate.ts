import { softmax } from '../classify/statistical/predict.ts';

/** A prediction for a tool that was left out of the training: scores of the categories, and the right one. */
export type HeldOut = { scores: readonly number[]; category: number };

/** The temperature of least log loss, by golden-section search over its logarithm (Guo et al. 2017). */
export function fitTemperature(predictions: readonly HeldOut[]): number {
  const lossAt = (logarithm: number): number => {
    const temperature = Math.exp(logarithm);
    return predictions.reduce(
      (sum, { scores, category }) => sum - Math.log(softmax(scores, temperature)[category]! + 1e-12),
      0,
    );
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.2), Math.log(5)];
  for (let round = 0; round < 40; round += 1) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (lossAt(left) < lossAt(right)) high = right;
    else low = left;
  }
  return Number(Math.exp((low + high) / 2).toFixed(4));
}

/** A verdict with its confidence, and whether it was right. */
export type Judged = { confidence: number; isRight: boolean };

/** Verdicts that must stand above a threshold before its share of right ones is believed. */
const LEAST_ABOVE = 50;

/** The lowest confidence above which at least `target` of the verdicts were right; 1 where there is none. */
export function confidenceFor(judged: readonly Judged[], target: number): number {
  const sorted = [...judged].sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  let threshold = 1;
  for (const [at, verdict] of sorted.entries()) {
    right += verdict.isRight ? 1 : 0;
    const isLast = sorted[at + 1]?.confidence !== verdict.confidence;
    if (isLast && at + 1 >= LEAST_ABOVE && right / (at + 1) >= target) threshold = verdict.confidence;
  }
  return threshold;
}

/** The threshold on a probability at which F1 is best; `least` where nothing is ever true. */
export function thresholdOfBestF1(cases: readonly { probability: number; isTrue: boolean }[]): number {
  const sorted = [...cases].sort((a, b) => b.probability - a.probability);
  const truths = cases.filter(({ isTrue }) => isTrue).length;
  let hits = 0;
  let best = { f1: 0, threshold: 0.5 };
  for (const [at, one] of sorted.entries()) {
    hits += one.isTrue ? 1 : 0;
    const f1 = (2 * hits) / (at + 1 + truths);
    if (f1 > best.f1)
      best = { f1, threshold: (one.probability + (sorted[at + 1]?.probability ?? one.probability)) / 2 };
  }
  return Number(best.threshold.toFixed(4));
}
