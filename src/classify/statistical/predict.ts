import type { FeatureVector } from './features.ts';
import { placeOf, type Weights } from './weights.ts';

/** Scores (logits) of all outputs: a linear part plus one hidden layer of rectified linear units. */
export function scoresOf(vector: FeatureVector, weights: Weights): Float64Array {
  const { outputs, hidden, index, table, steps, bias, hiddenBias, outer } = weights;
  const width = outputs + hidden;
  const sums = new Float64Array(width);
  for (let at = 0; at < vector.hashes.length; at += 1) {
    const row = index[placeOf(vector.hashes[at]!, index) + 1]! - 1;
    if (row < 0) continue;
    const value = vector.values[at]!;
    const base = row * width;
    for (let column = 0; column < width; column += 1) sums[column]! += value * table[base + column]!;
  }
  const scores = new Float64Array(outputs);
  for (let output = 0; output < outputs; output += 1) scores[output] = sums[output]! * steps[output]! + bias[output]!;
  for (let unit = 0; unit < hidden; unit += 1) {
    const active = sums[outputs + unit]! * steps[outputs + unit]! + hiddenBias[unit]!;
    if (active > 0)
      for (let output = 0; output < outputs; output += 1) scores[output]! += active * outer[unit * outputs + output]!;
  }
  return scores;
}

/** Probabilities from scores: exponentials that sum to 1. */
export function softmax(scores: ArrayLike<number>, temperature = 1): number[] {
  const list: number[] = [];
  for (let at = 0; at < scores.length; at += 1) list.push(scores[at]! / temperature);
  const top = Math.max(...list);
  const powers = list.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The probability that a logistic regression gives; the last of its weights is the bias. */
export function logistic(inputs: readonly number[], weights: readonly number[]): number {
  return sigmoid(inputs.reduce((sum, input, at) => sum + input * (weights[at] ?? 0), weights[inputs.length] ?? 0));
}

/** The logistic function. */
function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
