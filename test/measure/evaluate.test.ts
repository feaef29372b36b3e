import { describe, expect, it } from 'vitest';
import { compareEvaluations } from '../../src/measure/compare.ts';
import { evaluate, type Scored } from '../../src/measure/evaluate.ts';
import { CATEGORIES, type Category, type Effect } from '../../src/model/category.ts';
import { recordOf } from '../../src/model/json.ts';

function scored(
  truth: Category,
  said: Category,
  more: {
    confidence?: number;
    needsReview?: boolean;
    effects?: Effect[];
    saidEffects?: Effect[];
    unsure?: Effect[];
  } = {},
): Scored {
  const { confidence = 1, needsReview = false, effects = [], saidEffects = [], unsure = [] } = more;
  return {
    gold: { category: truth, effects, effectsUnsure: unsure, hard: false },
    verdict: {
      category: said,
      confidence,
      needsReview,
      effects: saidEffects,
      probabilities: recordOf(CATEGORIES, (one) => (one === said ? confidence : (1 - confidence) / 4)),
    },
  };
}

describe('evaluate', () => {
  it('counts accuracy, precision, recall and F1 by category', () => {
    const result = evaluate([
      scored('Read', 'Read'),
      scored('Read', 'Write'),
      scored('Write', 'Write'),
      scored('Write', 'Write'),
    ]);
    expect(result.accuracy).toBe(0.75);
    expect(result.categories.Write).toEqual({ precision: 2 / 3, recall: 1, f1: 0.8, support: 2 });
    expect(result.confusion.Read.Write).toBe(1);
  });

  it('counts as severe misses only Execute, Destructive and Financial called Read', () => {
    const result = evaluate([
      scored('Financial', 'Read'),
      scored('Execute', 'Write'),
      scored('Write', 'Read'),
      scored('Destructive', 'Destructive'),
    ]);
    expect(result.severeMisses).toEqual({ n: 1, of: 3, rate: 1 / 3 });
  });

  it('measures what is not sent to review', () => {
    const result = evaluate([
      scored('Read', 'Read'),
      scored('Read', 'Write', { needsReview: true }),
      scored('Write', 'Read'),
      scored('Write', 'Write'),
    ]);
    expect(result.unreviewed).toEqual({ n: 3, coverage: 0.75, accuracy: 2 / 3 });
  });

  it('does not score effects on which the annotators differed', () => {
    const result = evaluate([
      scored('Read', 'Read', { effects: ['secrets'], saidEffects: ['secrets', 'bulk'], unsure: ['bulk'] }),
      scored('Read', 'Read', { effects: ['money'], saidEffects: [] }),
    ]);
    expect(result.effects.each.bulk.precision).toBe(0);
    expect(result.effects.microF1).toBeCloseTo(2 / 3);
  });

  it('sees a confidence that promises more than it holds', () => {
    const overconfident = Array.from({ length: 10 }, (_, at) =>
      scored('Read', at < 5 ? 'Read' : 'Write', { confidence: 0.95 }),
    );
    expect(evaluate(overconfident).calibrationError).toBeCloseTo(0.45);
    expect(evaluate([scored('Read', 'Read')]).calibrationError).toBe(0);
  });

  it('measures nothing as 0, not as NaN', () => {
    expect(evaluate([])).toMatchObject({ n: 0, accuracy: 0, macroF1: 0, brier: 0, unreviewed: { accuracy: 0 } });
  });
});

describe('compareEvaluations', () => {
  const tolerances = {
    accuracy: 0.1,
    macroF1: 1,
    severeMissRate: 0.1,
    calibrationError: 1,
    unreviewedCoverage: 1,
    unreviewedAccuracy: 1,
    effectsMicroF1: 1,
  };
  const good = evaluate([scored('Execute', 'Execute'), scored('Read', 'Read')]);
  const bad = evaluate([scored('Execute', 'Read'), scored('Read', 'Read')]);
  const drops = (changes: ReturnType<typeof compareEvaluations>): string[] =>
    changes.flatMap(({ figure, isDrop }) => (isDrop ? [figure] : []));

  it('marks what got worse beyond its tolerance', () => {
    expect(drops(compareEvaluations(good, bad, tolerances))).toEqual(['accuracy', 'severeMissRate']);
  });

  it('marks nothing that got better', () => {
    expect(drops(compareEvaluations(bad, good, tolerances))).toEqual([]);
  });
});
