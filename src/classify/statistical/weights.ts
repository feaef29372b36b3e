import { z } from 'zod';
import { CATEGORIES, EFFECTS } from '../../model/category.ts';

/** What the model scores, in the order of its weights: five categories, then ten effects. */
export const OUTPUTS = [...CATEGORIES, ...EFFECTS] as const;

/** Shape of `data/model/weights.json`. */
export const WeightsFile = z.object({
  format: z.literal(1),
  /** Day of the fit, `YYYY-MM-DD`. */
  date: z.string(),
  /** Hash of the labelled data that it was fitted on. */
  data: z.string(),
  seed: z.number().int(),
  /** Version of the rules whose facts it reads. */
  rules: z.string(),
  outputs: z.array(z.string()),
  biases: z.array(z.number()),
  /** What one step of a quantised weight is worth, per output. */
  steps: z.array(z.number()),
  /** Base64 of the feature hashes, unsigned 32 bit, little-endian, ascending. */
  hashes: z.string(),
  /** Base64 of the weights, signed 8 bit, feature by feature. */
  weights: z.string(),
});
export type WeightsFile = z.infer<typeof WeightsFile>;

/** Weights ready to score with. */
export type Weights = {
  outputs: number;
  biases: Float64Array;
  steps: Float64Array;
  /** Row of each feature hash. */
  rows: ReadonlyMap<number, number>;
  /** `outputs` weights a row. */
  weights: Int8Array;
};

/** Unpacks the weights; throws on a file that does not fit together. */
export function readWeights(file: WeightsFile): Weights {
  if (file.outputs.join() !== OUTPUTS.join()) throw new TypeError('the weights were fitted for other outputs');
  const hashes = Buffer.from(file.hashes, 'base64');
  const weights = Buffer.from(file.weights, 'base64');
  const outputs = OUTPUTS.length;
  if (weights.length !== (hashes.length / 4) * outputs) throw new TypeError('the weights do not fit their features');
  const rows = new Map<number, number>();
  for (let row = 0; row * 4 < hashes.length; row += 1) rows.set(hashes.readUInt32LE(row * 4), row);
  return {
    outputs,
    biases: Float64Array.from(file.biases),
    steps: Float64Array.from(file.steps),
    rows,
    weights: new Int8Array(weights.buffer, weights.byteOffset, weights.length),
  };
}
