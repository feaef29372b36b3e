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

/** A probability that something is true, and whether it is. */
export type Case = { probability: number; isTrue: boolean };

/** Rounds until the best micro-F1 is found; five or six are enough. */
const MOST_ROUNDS = 50;

/**
 * The threshold on the probability for each question, so that the micro-F1 over all of them is best: for a given F1 the
 * best cut of each question stands by itself, and a better F1 follows from the cuts (Dinkelbach 1967).
 */
export function thresholdsOfBestMicroF1(questions: readonly (readonly Case[])[]): number[] {
  const sorted = questions.map((cases) => cases.toSorted((a, b) => b.probability - a.probability));
  const truths = questions.flat().filter(({ isTrue }) => isTrue).length;
  let f1 = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const cuts = sorted.map((cases) => bestCut(cases, f1));
    const [hits, said] = [cuts.reduce((sum, cut) => sum + cut.hits, 0), cuts.reduce((sum, cut) => sum + cut.said, 0)];
    const next = (2 * hits) / Math.max(1, said + truths);
    if (next <= f1) break;
    f1 = next;
  }
  return sorted.map((cases) => thresholdAt(cases, bestCut(cases, f1).said));
}

/** How many of the likeliest cases to call true, so that twice the hits stand highest above `f1` times the calls. */
function bestCut(sorted: readonly Case[], f1: number): { said: number; hits: number } {
  let hits = 0;
  let best = { said: 0, hits: 0 };
  for (const [at, { isTrue, probability }] of sorted.entries()) {
    hits += isTrue ? 1 : 0;
    if (sorted[at + 1]?.probability === probability) continue;
    if (2 * hits - f1 * (at + 1) > 2 * best.hits - f1 * best.said) best = { said: at + 1, hits };
  }
  return best;
}

/** Between the last case that is called true, or 1, and the first that is not, or 0. */
function thresholdAt(sorted: readonly Case[], said: number): number {
  const last = sorted[said - 1]?.probability ?? 1;
  const next = sorted[said]?.probability ?? 0;
  return Number(((last + next) / 2).toFixed(4));
}
