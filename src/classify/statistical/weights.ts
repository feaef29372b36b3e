import { z } from 'zod';
import { CATEGORIES, EFFECTS } from '../../model/category.ts';

/** What the model scores, in the order of its weights: five categories, then ten effects. */
export const OUTPUTS = [...CATEGORIES, ...EFFECTS] as const;

/** Shape of `data/model/weights.json`; the table of weights stands beside it in `weights.bin`. */
export const WeightsFile = z.object({
  format: z.literal(2),
  /** Day of the fit, `YYYY-MM-DD`. */
  date: z.string(),
  /** SHA-256 of the labelled data that it was fitted on. */
  data: z.string(),
  seed: z.number().int(),
  /** Version of the rules whose facts it reads. */
  rules: z.string(),
  outputs: z.array(z.string()),
  /** Features in the table. */
  features: z.number().int(),
  /** SHA-256 of the table. */
  table: z.string(),
  /** What one step of a quantised weight is worth: per output, then per hidden unit. */
  steps: z.array(z.number()),
  /** Per output. */
  bias: z.array(z.number()),
  /** Per hidden unit. */
  hiddenBias: z.array(z.number()),
  /** From each hidden unit to every output. */
  outer: z.array(z.number()),
});
export type WeightsFile = z.infer<typeof WeightsFile>;

/** Weights ready to score with. */
export type Weights = {
  /** Outputs and hidden units: the width of a row. */
  outputs: number;
  hidden: number;
  steps: Float64Array;
  bias: Float64Array;
  hiddenBias: Float64Array;
  outer: Float64Array;
  /** Where each feature's row is: an open-addressed table of pairs, a hash and the row counted from 1; 0 where a place is free. */
  index: Int32Array;
  table: Int8Array;
};

/**
 * Unpacks the weights; throws a TypeError on a file and a table that do not fit together.
 * The table: feature hashes (unsigned 32 bit, little-endian, ascending), then a row of signed bytes for each.
 */
export function readWeights(file: WeightsFile, table: Uint8Array): Weights {
  const outputs = OUTPUTS.length;
  const hidden = file.hiddenBias.length;
  const fits =
    file.outputs.join() === OUTPUTS.join() &&
    file.steps.length === outputs + hidden &&
    file.bias.length === outputs &&
    file.outer.length === hidden * outputs &&
    table.length === file.features * (4 + outputs + hidden);
  if (!fits) throw new TypeError('the weights do not fit their table: fit the model again');
  const view = new DataView(table.buffer, table.byteOffset, table.length);
  // One place in four is free: the index of a full model then stays in a processor's second cache.
  const index = new Int32Array(2 * 2 ** Math.ceil(Math.log2((file.features * 4) / 3 + 2)));
  for (let row = 0; row < file.features; row += 1) {
    const hash = view.getUint32(row * 4, true);
    const place = placeOf(hash, index);
    index[place] = hash;
    index[place + 1] = row + 1;
  }
  return {
    outputs,
    hidden,
    steps: Float64Array.from(file.steps),
    bias: Float64Array.from(file.bias),
    hiddenBias: Float64Array.from(file.hiddenBias),
    outer: Float64Array.from(file.outer),
    index,
    table: new Int8Array(table.buffer, table.byteOffset + file.features * 4, file.features * (outputs + hidden)),
  };
}

/** The place of a feature's pair in the index, or the free one where it would stand. */
export function placeOf(hash: number, index: Int32Array): number {
  const mask = index.length - 2;
  const wanted = hash | 0;
  let place = (wanted << 1) & mask;
  while (index[place + 1] !== 0 && index[place] !== wanted) place = (place + 2) & mask;
  return place;
}
