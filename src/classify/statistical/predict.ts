import type { FeatureVector } from './features.ts';
import { placeOf, type Weights } from './weights.ts';

/** Scores (logits) of all outputs: a linear part plus one hidden layer of rectified linear units. */
export function scoresOf(vector: FeatureVector, weights: Weights): Float64Array {
  const { outputs, hidden, steps, bias, hiddenBias, outer } = weights;
  const sums = sumRows(findRows(vector, weights), weights);
  const scores = new Float64Array(outputs);
  for (let output = 0; output < outputs; output += 1) scores[output] = sums[output]! * steps[output]! + bias[output]!;
  for (let unit = 0; unit < hidden; unit += 1) {
    const active = sums[outputs + unit]! * steps[outputs + unit]! + hiddenBias[unit]!;
    if (active > 0)
      for (let output = 0; output < outputs; output += 1) scores[output]! += active * outer[unit * outputs + output]!;
  }
  return scores;
}

/** The rows of a tool's features: where each begins in the table, and what it counts. */
type Rows = { starts: Int32Array; values: Float64Array; count: number };

/** One for all tools, since it is summed up at once; made anew only for a tool of more features. */
let rows: Rows = { starts: new Int32Array(1024), values: new Float64Array(1024), count: 0 };

/**
 * Finds the rows of the features that the model knows. All are found before any is read: the index and the table are
 * larger than what a processor keeps near, and look-ups that do not wait for sums are fetched side by side.
 */
function findRows({ hashes, values }: FeatureVector, { outputs, hidden, index }: Weights): Rows {
  const room = hashes.length;
  if (room > rows.starts.length) rows = { starts: new Int32Array(room), values: new Float64Array(room), count: 0 };
  const found = rows;
  found.count = 0;
  for (let at = 0; at < hashes.length; at += 1) {
    const row = index[placeOf(hashes[at]!, index) + 1]! - 1;
    if (row < 0) continue;
    found.starts[found.count] = row * (outputs + hidden);
    found.values[found.count] = values[at]!;
    found.count += 1;
  }
  return found;
}

/** Sums up rows, four columns at a time: four sums stay in registers, and each pass reads little of many rows. */
function sumRows({ starts, values, count }: Rows, { outputs, hidden, table }: Weights): Float64Array {
  const width = outputs + hidden;
  const sums = new Float64Array(width);
  for (let next = 0; next < width; next += 4) {
    // Where the width is no multiple of four, the last pass begins earlier and sums up to three columns again.
    const column = Math.min(next, width - 4);
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let at = 0; at < count; at += 1) {
      const start = starts[at]! + column;
      const value = values[at]!;
      first += value * table[start]!;
      second += value * table[start + 1]!;
      third += value * table[start + 2]!;
      fourth += value * table[start + 3]!;
    }
    sums[column] = first;
    sums[column + 1] = second;
    sums[column + 2] = third;
    sums[column + 3] = fourth;
  }
  return sums;
}

/** Probabilities from scores: exponentials that sum to 1. */
export function softmax(scores: ArrayLike<number>, temperature = 1): number[] {
  let top = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < scores.length; at += 1) top = Math.max(top, scores[at]! / temperature);
  const powers: number[] = [];
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const power = Math.exp(scores[at]! / temperature - top);
    powers.push(power);
    sum += power;
  }
  return powers.map((power) => power / sum);
}

/** The probability that a logistic regression gives; the last of its weights is the bias. */
export function logistic(inputs: readonly number[], weights: readonly number[]): number {
  let sum = weights[inputs.length] ?? 0;
  for (let at = 0; at < inputs.length; at += 1) sum += inputs[at]! * (weights[at] ?? 0);
  return sigmoid(sum);
}

/** The logistic function. */
function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
