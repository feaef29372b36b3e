import type { FeatureVector } from './features.ts';
import type { Weights } from './weights.ts';

/** Scores (logits) of all outputs. */
export function scoresOf(vector: FeatureVector, weights: Weights): Float64Array {
  const { outputs, rows, weights: table } = weights;
  const sums = new Float64Array(outputs);
  for (let at = 0; at < vector.hashes.length; at += 1) {
    const row = rows.get(vector.hashes[at]!);
    if (row === undefined) continue;
    const value = vector.values[at]!;
    for (let output = 0; output < outputs; output += 1) sums[output]! += value * table[row * outputs + output]!;
  }
  return sums.map((sum, output) => sum * weights.steps[output]! + weights.biases[output]!);
}

/** Probabilities from scores: exponentials that sum to 1. */
export function softmax(scores: ArrayLike<number>, temperature = 1): number[] {
  const list = Array.from(scores, (score) => score / temperature);
  const top = Math.max(...list);
  const powers = list.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The logistic function. */
export function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
