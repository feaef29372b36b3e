import type { DesignMatrix } from './design-matrix.ts';
import { minimise } from './minimise.ts';

/** Weights of a linear model: `outputs` a feature, and a bias each. */
export type LinearFit = { outputs: number; weights: Float64Array; biases: Float64Array };

/** What the loss of one row is: its value, and its gradient by the scores, written over them. */
export type RowLoss = (row: number, scores: Float64Array) => number;

/** How strongly weights are drawn to 0, and how long the fit may take. */
export type FitOptions = { l2: number; iterations: number };

/** Fits a linear model that minimises the sum of row losses plus the L2 penalty. Biases are not penalised. */
export function fitLinear(matrix: DesignMatrix, outputs: number, lossOf: RowLoss, options: FitOptions): LinearFit {
  const { starts, columns, values } = matrix;
  const rows = starts.length - 1;
  const biasAt = matrix.hashes.length * outputs;
  const scores = new Float64Array(outputs);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let at = 0; at < biasAt; at += 1) {
      loss += 0.5 * options.l2 * x[at]! * x[at]!;
      gradient[at] = options.l2 * x[at]!;
    }
    for (let row = 0; row < rows; row += 1) {
      const end = starts[row + 1]!;
      for (let output = 0; output < outputs; output += 1) scores[output] = x[biasAt + output]!;
      for (let at = starts[row]!; at < end; at += 1) {
        const base = columns[at]! * outputs;
        const value = values[at]!;
        for (let output = 0; output < outputs; output += 1) scores[output]! += value * x[base + output]!;
      }
      loss += lossOf(row, scores);
      for (let at = starts[row]!; at < end; at += 1) {
        const base = columns[at]! * outputs;
        const value = values[at]!;
        for (let output = 0; output < outputs; output += 1) gradient[base + output]! += value * scores[output]!;
      }
      for (let output = 0; output < outputs; output += 1) gradient[biasAt + output]! += scores[output]!;
    }
    return loss;
  };
  const solution = minimise(objective, new Float64Array(biasAt + outputs), options.iterations);
  return { outputs, weights: solution.subarray(0, biasAt), biases: solution.slice(biasAt) };
}

/** Loss of choosing one of several classes (cross-entropy of the softmax); rows of weight 0 cost nothing. */
export function choiceLoss(targets: readonly Float64Array[], weights: Float64Array): RowLoss {
  return (row, scores) => {
    const target = targets[row]!;
    let top = -Infinity;
    for (const score of scores) top = Math.max(top, score);
    let sum = 0;
    for (const score of scores) sum += Math.exp(score - top);
    const log = Math.log(sum) + top;
    let loss = 0;
    for (let output = 0; output < scores.length; output += 1) {
      loss += target[output]! * (log - scores[output]!);
      scores[output] = weights[row]! * (Math.exp(scores[output]! - log) - target[output]!);
    }
    return weights[row]! * loss;
  };
}

/** Loss of independent yes/no outputs (cross-entropy of the logistic); a target of NaN is unknown and costs nothing. */
export function labelsLoss(targets: readonly Float64Array[], weights: Float64Array): RowLoss {
  return (row, scores) => {
    const target = targets[row]!;
    let loss = 0;
    for (let output = 0; output < scores.length; output += 1) {
      const score = scores[output]!;
      const wanted = target[output]!;
      if (Number.isNaN(wanted)) {
        scores[output] = 0;
        continue;
      }
      loss += Math.max(score, 0) - score * wanted + Math.log1p(Math.exp(-Math.abs(score)));
      scores[output] = weights[row]! * (1 / (1 + Math.exp(-score)) - wanted);
    }
    return weights[row]! * loss;
  };
}
