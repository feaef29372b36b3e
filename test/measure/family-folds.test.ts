import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familyFolds, NO_FOLD } from '../../src/measure/family-folds.ts';

const row = fc.record({
  family: fc.constantFrom('bakery', 'harbour', 'library', 'orchard', 'observatory', 'post', 'theatre'),
  source: fc.constantFrom('gold' as const, 'silver' as const),
});

describe('familyFolds', () => {
  it('never tears a family', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 2, max: 5 }), fc.nat(), (rows, folds, seed) => {
        const foldOf = familyFolds(rows, folds, seed);
        const seen = new Map<string, number>();
        for (const [at, { family }] of rows.entries()) {
          expect(foldOf[at]).toBe(seen.get(family) ?? foldOf[at]);
          seen.set(family, foldOf[at]!);
        }
      }),
    );
  });

  it('gives every fold about as many gold rows', () => {
    const rows = Array.from({ length: 200 }, (_, at) => ({ family: `family ${at % 50}`, source: 'gold' as const }));
    const sizes = [0, 1, 2, 3, 4].map((fold) => familyFolds(rows, 5, 1).filter((one) => one === fold).length);
    expect(sizes).toEqual([40, 40, 40, 40, 40]);
  });

  it('never holds out what was made up, even where a real family has the same name', () => {
    const rows = ['gold', 'made-up', 'silver', 'made-up'].map((source) => ({
      family: 'harbour',
      source: source as 'gold' | 'silver' | 'made-up',
    }));
    expect([...familyFolds(rows, 3, 1)]).toEqual([0, NO_FOLD, 0, NO_FOLD]);
  });

  it('splits otherwise for another seed', () => {
    const rows = Array.from({ length: 50 }, (_, at) => ({ family: `family ${at}`, source: 'gold' as const }));
    expect(familyFolds(rows, 5, 1)).toEqual(familyFolds(rows, 5, 1));
    expect(familyFolds(rows, 5, 1)).not.toEqual(familyFolds(rows, 5, 2));
  });
});
