import { OUTPUTS, type WeightsFile } from '../classify/statistical/weights.ts';
import type { FittedModel } from './fit-model.ts';

/** Largest quantised weight. */
const MOST = 127;

/** Rounds the weights to 8 bits (each output has its own step) and leaves out features that round to nothing. */
export function packWeights(
  model: FittedModel,
  facts: Pick<WeightsFile, 'date' | 'data' | 'seed' | 'rules'>,
): WeightsFile {
  const features = model.hashes.length;
  const weightAt = (feature: number, output: number): number => {
    const { categories, effects } = model;
    if (output < categories.outputs) return categories.weights[feature * categories.outputs + output]!;
    return effects.weights[feature * effects.outputs + output - categories.outputs]!;
  };
  const steps = OUTPUTS.map((_, output) => {
    let most = 1e-9;
    for (let feature = 0; feature < features; feature += 1) most = Math.max(most, Math.abs(weightAt(feature, output)));
    return most / MOST;
  });
  const hashes: number[] = [];
  const weights: number[] = [];
  for (let feature = 0; feature < features; feature += 1) {
    const row = steps.map((step, output) => Math.round(weightAt(feature, output) / step));
    if (row.every((weight) => weight === 0)) continue;
    hashes.push(model.hashes[feature]!);
    weights.push(...row);
  }
  const hashBytes = Buffer.alloc(hashes.length * 4);
  for (const [at, hash] of hashes.entries()) hashBytes.writeUInt32LE(hash, at * 4);
  return {
    format: 1,
    ...facts,
    outputs: [...OUTPUTS],
    biases: [...model.categories.biases, ...model.effects.biases],
    steps,
    hashes: hashBytes.toString('base64'),
    weights: Buffer.from(Int8Array.from(weights).buffer).toString('base64'),
  };
}
