import { CATEGORIES, EFFECTS } from '../model/category.ts';
import { designMatrix } from './design-matrix.ts';
import type { Example } from './example.ts';
import { choiceLoss, fitLinear, type LinearFit, labelsLoss } from './fit-linear.ts';
import { fitNetwork, type Network, type NetworkOptions } from './fit-network.ts';

/** A fitted model before its weights are packed: its scores are the mean of the linear part's and the networks'. */
export type FittedModel = { hashes: Uint32Array; categories: LinearFit; effects: LinearFit; networks: Network[] };

/** What is fitted; every number in use was chosen by cross-validation. */
export type ModelOptions = {
  /** Rows that a feature needs to be learned. */
  leastRows: number;
  /** How strongly the linear weights are drawn to 0. */
  categoryL2: number;
  effectL2: number;
  /** Most steps of the linear fit. */
  iterations: number;
  /** Networks that are averaged, each from another seed. */
  networks: number;
  network: Omit<NetworkOptions, 'seed'>;
};

/** The model in use. */
export const MODEL_OPTIONS: ModelOptions = {
  leastRows: 10,
  categoryL2: 0.2,
  effectL2: 0.2,
  iterations: 60,
  networks: 2,
  network: {
    hidden: 16,
    epochs: 8,
    batch: 32,
    rate: 0.005,
    featureDropout: 0.2,
    unitDropout: 0.2,
    effectWeight: 1,
  },
};

/** Fits the categories as a choice and the effects as ten yes/no questions, over the same features. */
export function fitModel(
  examples: readonly Example[],
  seed: number,
  options: ModelOptions = MODEL_OPTIONS,
): FittedModel {
  const matrix = designMatrix(
    examples.map((example) => example.vector),
    options.leastRows,
  );
  const weights = Float64Array.from(examples, (example) => example.weight);
  const chosen = examples.map((example) => {
    const target = new Float64Array(CATEGORIES.length);
    target[example.category] = 1;
    return target;
  });
  const labels = examples.map((example) => example.effects);
  const { iterations } = options;
  return {
    hashes: matrix.hashes,
    categories: fitLinear(matrix, CATEGORIES.length, choiceLoss(chosen, weights), {
      l2: options.categoryL2,
      iterations,
    }),
    effects: fitLinear(matrix, EFFECTS.length, labelsLoss(labels, weights), { l2: options.effectL2, iterations }),
    networks: Array.from({ length: options.networks }, (_, member) =>
      fitNetwork(matrix, examples, { ...options.network, seed: seed * 1000 + member }),
    ),
  };
}
