import { describe, expect, it } from 'vitest';
import { chooseCategory, decide, type Known } from '../../src/classify/decide.ts';

const thresholds = { reviewBelow: 0.9, severeRunnerUp: 0.04 };
const known: Known = {
  category: 'Read',
  probabilities: [0.97, 0.02, 0.004, 0.003, 0.003],
  rules: { category: 'Read', floor: 'Read' },
  facts: [],
  isUnknown: false,
};

describe('chooseCategory', () => {
  it.each([
    [[0.6, 0.3, 0.05, 0.03, 0.02], 'Read'],
    [[0.4, 0.398, 0.1, 0.1, 0.002], 'Write'],
    [[0.2, 0.2, 0.2, 0.2, 0.2], 'Financial'],
    [[0.3, 0.36, 0.34, 0, 0], 'Write'],
    [[0.5, 0.1, 0.25, 0.15, 0], 'Execute'],
    [[0.7, 0.1, 0.1, 0.1, 0], 'Read'],
    [[0.1, 0.6, 0.3, 0, 0], 'Write'],
  ])(
    'of %j takes %s: the more severe on a tie, and in place of a Read that may well be severe',
    (probabilities, category) => {
      expect(chooseCategory(probabilities, 'Write')).toBe(category);
    },
  );

  it('believes less of a severe category where the rules say severe too', () => {
    expect(chooseCategory([0.7, 0.05, 0.05, 0.2, 0], 'Write')).toBe('Read');
    expect(chooseCategory([0.7, 0.05, 0.05, 0.2, 0], 'Execute')).toBe('Destructive');
    expect(chooseCategory([0.78, 0.05, 0.05, 0.12, 0], 'Execute')).toBe('Read');
  });
});

describe('decide', () => {
  it('lets a sure and undisputed verdict pass', () => {
    expect(decide(known, thresholds)).toEqual({ decidedBy: 'model', needsReview: false, reviewReasons: [] });
  });

  it.each<[string, Partial<Known>, string[]]>([
    ['a low confidence', { probabilities: [0.8, 0.19, 0.004, 0.003, 0.003] }, ['low-confidence']],
    [
      'a low confidence beside rules that differ',
      { probabilities: [0.8, 0.19, 0.004, 0.003, 0.003], rules: { category: 'Write', floor: 'Read' } },
      ['low-confidence', 'sources-disagree'],
    ],
    [
      'a verdict below what strong evidence supports',
      { rules: { category: 'Destructive', floor: 'Destructive' } },
      ['sources-disagree'],
    ],
    ['a Read that may be severe', { probabilities: [0.95, 0.005, 0.02, 0.02, 0.005] }, ['severe-runner-up']],
    [
      'a definition that says too little, where the doubt is large',
      { probabilities: [0.8, 0.19, 0.004, 0.003, 0.003], isUnknown: true },
      ['low-confidence', 'missing-knowledge'],
    ],
    ['hidden text', { facts: [{ signal: 'hidden-text' }] }, ['hidden-text']],
    ['text addressed to the reader', { facts: [{ signal: 'addressed-to-reader' }] }, ['addressed-to-reader']],
    [
      'a false claim to be read-only',
      { mismatches: [{ hint: 'readOnlyHint', claimed: true, because: 'it deletes' }] },
      ['annotation-mismatch'],
    ],
  ])('sends %s to review', (_case, change, reasons) => {
    const decision = decide({ ...known, ...change }, thresholds);
    expect(decision.reviewReasons).toEqual(reasons);
    expect(decision.needsReview).toBe(true);
  });

  it('does not mind a mismatch that changes nothing', () => {
    const mismatches = [{ hint: 'idempotentHint' as const, claimed: true, because: 'it appends' }];
    expect(decide({ ...known, mismatches }, thresholds).needsReview).toBe(false);
  });

  it('says that the rules decided where strong evidence supports the very category', () => {
    const deletes = { ...known, category: 'Destructive' as const, probabilities: [0, 0.01, 0, 0.99, 0] };
    const decision = decide({ ...deletes, rules: { category: 'Destructive', floor: 'Destructive' } }, thresholds);
    expect(decision.decidedBy).toBe('rules');
  });
});
