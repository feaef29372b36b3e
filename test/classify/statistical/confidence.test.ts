import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceFeatures, confidenceIn, withConfidence } from '../../../src/classify/statistical/confidence.ts';
import { CATEGORIES } from '../../../src/model/category.ts';

const doubts = {
  probabilities: [0.7, 0.2, 0.05, 0.03, 0.02],
  rules: { category: 'Read' as const, strength: 0.9 },
  isUnknown: false,
};

describe('confidenceIn', () => {
  it('grows with the weight of agreement between rules and model', () => {
    const weights = confidenceFeatures('Read', doubts).map((_, at) => (at === 2 ? 2 : 0));
    const disagreeing = { ...doubts, rules: { category: 'Write' as const, strength: 0.9 } };
    expect(confidenceIn('Read', doubts, [...weights, 0])).toBeGreaterThan(
      confidenceIn('Read', disagreeing, [...weights, 0]),
    );
  });

  it('stays finite when the model is certain', () => {
    const certain = { ...doubts, probabilities: [1, 0, 0, 0, 0] };
    expect(confidenceFeatures('Read', certain).every(Number.isFinite)).toBe(true);
  });
});

describe('withConfidence', () => {
  it('keeps the sum at 1 and the category on top, whatever the confidence', () => {
    const shares = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(shares, fc.double({ min: 0, max: 1, noNaN: true }), (list, confidence) => {
        const sum = list.reduce((total, part) => total + part, 0);
        const probabilities = list.map((part) => part / sum);
        const rank = probabilities.indexOf(Math.max(...probabilities));
        const changed = withConfidence(probabilities, CATEGORIES[rank]!, confidence);
        expect(changed.reduce((total, part) => total + part, 0)).toBeCloseTo(1, 9);
        expect(changed[rank]).toBeGreaterThanOrEqual(Math.max(...changed) - 1e-9);
      }),
    );
  });
});
