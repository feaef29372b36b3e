import { describe, expect, it } from 'vitest';
import { examine } from '../../src/classify/examine.ts';
import { scoresOf } from '../../src/classify/statistical/predict.ts';
import { readWeights } from '../../src/classify/statistical/weights.ts';
import { type Example, exampleOf } from '../../src/measure/example.ts';
import { fitModel, MODEL_OPTIONS } from '../../src/measure/fit-model.ts';
import { packWeights } from '../../src/measure/pack-weights.ts';
import { CATEGORIES, type Category } from '../../src/model/category.ts';
import { loadLexicon } from '../../src/pipeline/assets.ts';

const lexicon = loadLexicon();
const VERBS: Readonly<Record<Category, string>> = {
  Read: 'peruse',
  Write: 'pencil',
  Execute: 'whirl',
  Destructive: 'shred',
  Financial: 'remit',
};
const NOUNS = ['ledger', 'map', 'score', 'letter', 'sketch', 'atlas', 'diary', 'scroll'];

const examples: Example[] = CATEGORIES.flatMap((category) =>
  NOUNS.map((noun) => {
    const tool = { name: `${VERBS[category]}_${noun}`, inputSchema: { type: 'object' } };
    const context = { server: 'npm:archive-mcp', siblings: [] };
    const labelled = { id: '', tool, context, category, effects: [], effectsUnsure: [], hard: false, family: noun };
    return exampleOf(labelled, 'gold', examine(tool, context, lexicon).vector);
  }),
);
const options = {
  ...MODEL_OPTIONS,
  leastRows: 2,
  iterations: 20,
  network: { ...MODEL_OPTIONS.network, epochs: 2, hidden: 4 },
};
const facts = { date: '2026-01-01', data: '', seed: 1, rules: '' };

describe('fitModel', () => {
  const { file, table } = packWeights(fitModel(examples, 1, options), facts);

  it('learns made-up verbs, also after packing to 8 bits', () => {
    const weights = readWeights(file, table);
    for (const { vector, category } of examples) {
      const scores = scoresOf(vector, weights).subarray(0, CATEGORIES.length);
      expect(scores.indexOf(Math.max(...scores))).toBe(category);
    }
  });

  it('gives the same bytes for the same examples and seed', () => {
    const again = packWeights(fitModel(examples, 1, options), facts);
    expect(again.file).toEqual(file);
    expect(Buffer.compare(again.table, table)).toBe(0);
  });

  it('gives others for another seed', () => {
    expect(packWeights(fitModel(examples, 2, options), facts).file.outer).not.toEqual(file.outer);
  });
});
