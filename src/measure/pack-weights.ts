import { createHash } from 'node:crypto';
import { OUTPUTS, type WeightsFile } from '../classify/statistical/weights.ts';
import type { FittedModel } from './fit-model.ts';

/** Largest quantised weight. */
const MOST = 127;
/** Digits of the numbers that are written out. */
const DIGITS = 6;

/** The two files of a model. */
export type PackedWeights = { file: WeightsFile; table: Uint8Array };

/** Rounds the weights to 8 bits (each output and hidden unit has its own step) and leaves out features that round to nothing. */
export function packWeights(
  model: FittedModel,
  facts: Pick<WeightsFile, 'date' | 'data' | 'seed' | 'rules'>,
): PackedWeights {
  const { columns, bias, hiddenBias, outer } = averageParts(model);
  const steps = columns.map((column) => column.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / MOST);
  const kept = Array.from(model.hashes.keys()).filter((feature) =>
    columns.some((column, at) => Math.round(column[feature]! / steps[at]!) !== 0),
  );
  const table = Buffer.alloc(kept.length * (4 + columns.length));
  for (const [row, feature] of kept.entries()) {
    table.writeUInt32LE(model.hashes[feature]!, row * 4);
    const base = kept.length * 4 + row * columns.length;
    for (const [at, column] of columns.entries()) table.writeInt8(Math.round(column[feature]! / steps[at]!), base + at);
  }
  const file = {
    format: 2 as const,
    ...facts,
    outputs: [...OUTPUTS],
    features: kept.length,
    table: createHash('sha256').update(table).digest('hex'),
    steps: steps.map(shortened),
    bias: bias.map(shortened),
    hiddenBias: hiddenBias.map(shortened),
    outer: outer.map(shortened),
  };
  return { file, table };
}

type Parts = { columns: Float64Array[]; bias: number[]; hiddenBias: number[]; outer: number[] };

/** The mean of the linear part and of the networks, as one model: half of the scores come from each. */
function averageParts({ hashes, categories, effects, networks }: FittedModel): Parts {
  const linearShare = networks.length === 0 ? 1 : 0.5;
  const networkShare = (1 - linearShare) / Math.max(1, networks.length);
  const linear = [categories, effects].flatMap((part) =>
    Array.from({ length: part.outputs }, (_, output) => ({ part, output })),
  );
  const columnOf = (weights: Float32Array | Float64Array, width: number, at: number, share: number): Float64Array =>
    Float64Array.from(hashes, (_, feature) => share * weights[feature * width + at]!);
  return {
    columns: [
      ...linear.map(({ part, output }) => columnOf(part.weights, part.outputs, output, linearShare)),
      ...networks.flatMap(({ inner, hidden }) =>
        Array.from({ length: hidden }, (_, unit) => columnOf(inner, hidden, unit, 1)),
      ),
    ],
    bias: linear.map(
      ({ part, output }, at) =>
        linearShare * part.biases[output]! +
        networkShare * networks.reduce((sum, { outerBias }) => sum + outerBias[at]!, 0),
    ),
    hiddenBias: networks.flatMap(({ innerBias }) => Array.from(innerBias)),
    outer: networks.flatMap(({ outer }) => Array.from(outer, (weight) => networkShare * weight)),
  };
}

function shortened(number: number): number {
  return Number(number.toPrecision(DIGITS));
}
