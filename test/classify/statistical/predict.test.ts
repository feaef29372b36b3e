import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashFeature } from '../../../src/classify/statistical/feature-hash.ts';
import { logistic, scoresOf, softmax } from '../../../src/classify/statistical/predict.ts';
import { readWeights, type WeightsFile } from '../../../src/classify/statistical/weights.ts';
import { CATEGORIES, EFFECTS } from '../../../src/model/category.ts';

const WIDTH = CATEGORIES.length + EFFECTS.length;

/** A model of one hidden unit over the features given, each with its row of weights. */
function model(rows: readonly (readonly [feature: string, weights: number[]])[]): { file: WeightsFile; table: Buffer } {
  const sorted = rows.toSorted(([a], [b]) => hashFeature(a) - hashFeature(b));
  const table = Buffer.alloc(sorted.length * (4 + WIDTH + 1));
  for (const [row, [feature, weights]] of sorted.entries()) {
    table.writeUInt32LE(hashFeature(feature), row * 4);
    for (const [at, weight] of weights.entries()) table.writeInt8(weight, sorted.length * 4 + row * (WIDTH + 1) + at);
  }
  const file = {
    format: 2 as const,
    date: '2026-01-01',
    data: '',
    seed: 1,
    rules: '',
    outputs: [...CATEGORIES, ...EFFECTS],
    features: sorted.length,
    table: '',
    steps: Array.from({ length: WIDTH + 1 }, () => 0.5),
    bias: Array.from({ length: WIDTH }, (_, at) => (at === 1 ? 0.25 : 0)),
    hiddenBias: [-1],
    outer: Array.from({ length: WIDTH }, (_, at) => (at === 4 ? 2 : 0)),
  };
  return { file, table };
}

const row = (...first: number[]): number[] => [...first, ...Array.from({ length: WIDTH + 1 - first.length }, () => 0)];

describe('scoresOf', () => {
  const { file, table } = model([
    ['n:list', row(4)],
    ['n:delete', [...row(0, 0, 0, 6).slice(0, WIDTH), 0]],
    ['n:pay', [...row().slice(0, WIDTH), 10]],
  ]);
  const weights = readWeights(file, table);
  const scores = (...features: string[]): number[] =>
    Array.from(scoresOf({ hashes: features.map(hashFeature), values: features.map(() => 1) }, weights));

  it('adds bias and the weights of known features', () => {
    expect(scores('n:list').slice(0, 5)).toEqual([2, 0.25, 0, 0, 0]);
  });

  it('leaves unknown features out', () => {
    expect(scores('n:unheard', 'n:delete').slice(0, 5)).toEqual([0, 0.25, 0, 3, 0]);
  });

  it('passes a hidden unit on only where it is active', () => {
    expect(scores('n:pay')[4]).toBe((10 * 0.5 - 1) * 2);
    expect(scores()[4]).toBe(0);
  });

  it('scales a feature by its value', () => {
    const half = scoresOf({ hashes: [hashFeature('n:list')], values: [0.5] }, weights);
    expect(half[0]).toBe(1);
  });
});

describe('readWeights', () => {
  it('refuses a table of another size', () => {
    const { file, table } = model([['n:list', row(4)]]);
    expect(() => readWeights(file, table.subarray(1))).toThrow('do not fit');
  });

  it('refuses weights for other outputs', () => {
    const { file, table } = model([['n:list', row(4)]]);
    expect(() => readWeights({ ...file, outputs: ['Read'] }, table)).toThrow('do not fit');
  });
});

describe('softmax', () => {
  it('gives probabilities that sum to 1 and keep the order of the scores', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 2, maxLength: 8 }), (list) => {
        const probabilities = softmax(list);
        expect(probabilities.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9);
        expect(probabilities[list.indexOf(Math.max(...list))]).toBe(Math.max(...probabilities));
      }),
    );
  });

  it('is softer at a higher temperature', () => {
    expect(Math.max(...softmax([3, 1, 0], 2))).toBeLessThan(Math.max(...softmax([3, 1, 0], 1)));
  });
});

describe('logistic', () => {
  it('is one half at 0 and stays within 0 and 1', () => {
    expect(logistic([2, 1], [0.5, 1, -2])).toBe(0.5);
    expect(logistic([1000], [1, 0])).toBe(1);
    expect(logistic([1000], [-1, 0])).toBe(0);
  });
});
