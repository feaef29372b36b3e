import { scoresOf } from '../classify/statistical/predict.ts';
import { readWeights } from '../classify/statistical/weights.ts';
import type { Example } from './example.ts';
import { familyFolds } from './family-folds.ts';
import { fitModel, MODEL_OPTIONS, type ModelOptions } from './fit-model.ts';
import { type PackedWeights, packWeights } from './pack-weights.ts';

/**
 * Scores of every row by a model that saw none of its family, and the fold in which it was held out; no scores for the
 * rows of `NO_FOLD`. The models, one a fold.
 */
export type CrossValidation = { scores: Float64Array[]; folds: Int32Array; models: PackedWeights[] };

/** Holds out each fold of families in turn and scores it with the packed weights of a model fitted on the rest. */
export function crossValidate(
  examples: readonly Example[],
  folds: number,
  seed: number,
  options: ModelOptions = MODEL_OPTIONS,
  onFold: (fold: number) => void = () => {},
): CrossValidation {
  const foldOf = familyFolds(examples, folds, seed);
  const models: PackedWeights[] = [];
  const scores: Float64Array[] = Array.from(examples, () => new Float64Array());
  for (let fold = 0; fold < folds; fold += 1) {
    const model = fitModel(
      examples.filter((_, row) => foldOf[row] !== fold),
      seed,
      options,
    );
    const packed = packWeights(model, { date: '', data: '', seed, rules: '' });
    models.push(packed);
    const weights = readWeights(packed.file, packed.table);
    for (const [row, example] of examples.entries())
      if (foldOf[row] === fold) scores[row] = scoresOf(example.vector, weights);
    onFold(fold);
  }
  return { scores, folds: foldOf, models };
}
