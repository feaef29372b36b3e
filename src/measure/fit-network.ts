import { CATEGORIES, EFFECTS } from '../model/category.ts';
import { descend, type Parameters, parameters, stepLength } from './adam.ts';
import type { DesignMatrix } from './design-matrix.ts';
import type { Example } from './example.ts';
import { normal, type Random, seededRandom, shuffle } from './random.ts';

/** Scores of the categories, then of the effects. */
const OUTPUTS = CATEGORIES.length + EFFECTS.length;

/** A network of one hidden layer (rectified linear units) over sparse features. */
export type Network = {
  hidden: number;
  /** `hidden` weights a feature. */
  inner: Float32Array;
  innerBias: Float32Array;
  /** `OUTPUTS` weights a hidden unit. */
  outer: Float32Array;
  outerBias: Float32Array;
};

/** How a network is trained; the values in use were found by cross-validation. */
export type NetworkOptions = {
  hidden: number;
  epochs: number;
  /** Rows between two steps. */
  batch: number;
  /** Length of the first step; falls to 0 in a straight line. */
  rate: number;
  /** Share of features, and of hidden units, that are left out at random while training (Srivastava et al. 2014). */
  featureDropout: number;
  unitDropout: number;
  /** How much the ten effects count beside the category. */
  effectWeight: number;
  seed: number;
};

type Training = {
  matrix: DesignMatrix;
  examples: readonly Example[];
  options: NetworkOptions;
  random: Random;
  inner: Parameters;
  innerBias: Parameters;
  outer: Parameters;
  outerBias: Parameters;
  /** Features that the batch has touched: the batch's number by feature, and their list. */
  touchedIn: Int32Array;
  touched: number[];
};

/** Trains one network. The same examples, options and seed give the same bits. */
export function fitNetwork(matrix: DesignMatrix, examples: readonly Example[], options: NetworkOptions): Network {
  const training = startTraining(matrix, examples, options);
  const order = Int32Array.from(examples.keys());
  const batches = Math.ceil(order.length / options.batch);
  const steps = options.epochs * batches;
  const pass = createPass(training);
  for (let step = 0; step < steps; step += 1) {
    const batch = step % batches;
    if (batch === 0) shuffle(order, training.random);
    const rows = order.subarray(batch * options.batch, (batch + 1) * options.batch);
    const total = rows.reduce((sum, row) => sum + examples[row]!.weight, 0);
    for (const row of rows) pass(row, step, examples[row]!.weight / total);
    takeStep(training, stepLength(options.rate * (1 - step / steps), step + 1));
  }
  const { inner, innerBias, outer, outerBias } = training;
  return {
    hidden: options.hidden,
    inner: inner.values,
    innerBias: innerBias.values,
    outer: outer.values,
    outerBias: outerBias.values,
  };
}

function startTraining(matrix: DesignMatrix, examples: readonly Example[], options: NetworkOptions): Training {
  const random = seededRandom(options.seed);
  const { hidden } = options;
  const noise = (length: number, scale: number): Parameters =>
    parameters(Float32Array.from({ length }, () => scale * normal(random)));
  return {
    matrix,
    examples,
    options,
    random,
    inner: noise(matrix.hashes.length * hidden, 0.1),
    innerBias: parameters(new Float32Array(hidden)),
    outer: noise(hidden * OUTPUTS, 1 / Math.sqrt(hidden)),
    outerBias: parameters(new Float32Array(OUTPUTS)),
    touchedIn: new Int32Array(matrix.hashes.length).fill(-1),
    touched: [],
  };
}

function takeStep({ inner, innerBias, outer, outerBias, options, touched }: Training, length: number): void {
  for (const column of touched) descend(inner, length, column * options.hidden, (column + 1) * options.hidden);
  touched.length = 0;
  for (const block of [innerBias, outer, outerBias]) descend(block, length);
}

/** One pass forward and back over a row, which adds its share to the gradients. */
function createPass(training: Training): (row: number, step: number, share: number) => void {
  const { matrix, examples, options, random, inner, innerBias, outer, outerBias, touchedIn, touched } = training;
  const { starts, columns, values } = matrix;
  const { hidden, featureDropout, unitDropout } = options;
  const units = new Float32Array(hidden);
  const slopes = new Float32Array(hidden);
  const scores = new Float32Array(OUTPUTS);
  const kept = new Float32Array(columns.length === 0 ? 0 : longestRow(starts));
  return (row, step, share) => {
    const from = starts[row]!;
    const to = starts[row + 1]!;
    units.set(innerBias.values);
    for (let at = from; at < to; at += 1) {
      const value = random() < featureDropout ? 0 : values[at]! / (1 - featureDropout);
      kept[at - from] = value;
      if (value === 0) continue;
      const column = columns[at]!;
      const base = column * hidden;
      for (let unit = 0; unit < hidden; unit += 1) units[unit]! += value * inner.values[base + unit]!;
      if (touchedIn[column] !== step) {
        touchedIn[column] = step;
        touched.push(column);
      }
    }
    for (let unit = 0; unit < hidden; unit += 1) {
      slopes[unit] = units[unit]! > 0 && random() >= unitDropout ? 1 / (1 - unitDropout) : 0;
      units[unit]! *= slopes[unit]!;
    }
    score(units, outer.values, outerBias.values, scores);
    lossSlopes(scores, examples[row]!, share, options.effectWeight);
    goBack(units, slopes, scores, outer, outerBias, innerBias);
    for (let at = from; at < to; at += 1) {
      const value = kept[at - from]!;
      if (value === 0) continue;
      const base = columns[at]! * hidden;
      for (let unit = 0; unit < hidden; unit += 1) inner.gradient[base + unit]! += value * slopes[unit]!;
    }
  };
}

function longestRow(starts: Int32Array): number {
  let longest = 0;
  for (let row = 0; row + 1 < starts.length; row += 1) longest = Math.max(longest, starts[row + 1]! - starts[row]!);
  return longest;
}

function score(units: Float32Array, outer: Float32Array, bias: Float32Array, scores: Float32Array): void {
  scores.set(bias);
  for (let unit = 0; unit < units.length; unit += 1) {
    const value = units[unit]!;
    if (value !== 0)
      for (let output = 0; output < OUTPUTS; output += 1) scores[output]! += value * outer[unit * OUTPUTS + output]!;
  }
}

/** Writes the gradient of the loss over the scores: cross-entropy of the category, and of each effect that is sure. */
function lossSlopes(scores: Float32Array, example: Example, share: number, effectWeight: number): void {
  const choices = CATEGORIES.length;
  let top = -Infinity;
  for (let output = 0; output < choices; output += 1) top = Math.max(top, scores[output]!);
  let sum = 0;
  for (let output = 0; output < choices; output += 1) sum += Math.exp(scores[output]! - top);
  for (let output = 0; output < choices; output += 1)
    scores[output] = share * (Math.exp(scores[output]! - top) / sum - (output === example.category ? 1 : 0));
  for (let effect = 0; effect < EFFECTS.length; effect += 1) {
    const wanted = example.effects[effect]!;
    const output = choices + effect;
    scores[output] = Number.isNaN(wanted) ? 0 : share * effectWeight * (1 / (1 + Math.exp(-scores[output]!)) - wanted);
  }
}

/** From the scores' gradient to that of outer weights and biases; leaves the hidden units' gradient in `slopes`. */
function goBack(
  units: Float32Array,
  slopes: Float32Array,
  scores: Float32Array,
  outer: Parameters,
  outerBias: Parameters,
  innerBias: Parameters,
): void {
  for (let output = 0; output < OUTPUTS; output += 1) outerBias.gradient[output]! += scores[output]!;
  for (let unit = 0; unit < units.length; unit += 1) {
    if (slopes[unit] === 0) continue;
    let sum = 0;
    for (let output = 0; output < OUTPUTS; output += 1) {
      const at = unit * OUTPUTS + output;
      sum += outer.values[at]! * scores[output]!;
      outer.gradient[at]! += units[unit]! * scores[output]!;
    }
    slopes[unit]! *= sum;
    innerBias.gradient[unit]! += slopes[unit]!;
  }
}
