import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LooseToolAnswer } from '../../../src/classify/questions/answer.ts';
import { isDoubtful, judge, leaveToReview, type Vote, wantsSecondVote } from '../../../src/classify/questions/judge.ts';
import { findStrongEvidence } from '../../../src/classify/questions/strong-evidence.ts';
import { CATEGORIES, type Category, rankOf, SEVERITY_OF } from '../../../src/model/category.ts';
import { type Classification, cautiousCategory, type ReviewReason } from '../../../src/model/classification.ts';
import { recordOf } from '../../../src/model/json.ts';

const ASKED = { prompt: 'adjudicate@1', model: 'fake-model' };

function offline(
  category: Category,
  confidence: number,
  reviewReasons: ReviewReason[] = ['low-confidence'],
): Classification {
  return {
    category,
    severity: SEVERITY_OF[category],
    confidence,
    probabilities: recordOf(CATEGORIES, (each) => (each === category ? confidence : (1 - confidence) / 4)),
    effects: ['bulk'],
    needsReview: reviewReasons.length > 0,
    reviewReasons,
    evidence: [{ pointer: '/name', quote: 'berth', signal: 'model' }],
    rationale: 'It reads so.',
    decidedBy: 'model',
    versions: { rules: 'r', weights: 'w' },
    definitionHash: 'd',
    contextHash: 'c',
  };
}

function vote(category: Category, confidence = 0.9, missing = 0): Vote {
  const answer: LooseToolAnswer = {
    i: 0,
    category,
    confidence,
    effects: ['private-data'],
    quotes: [{ pointer: '/desc', quote: 'frees' }],
    rationale: 'It frees a berth',
  };
  return { answer, quotes: { evidence: [{ pointer: '/description', quote: 'frees', signal: 'llm' }], missing } };
}

const decide = (before: Classification, ...votes: [Vote, ...Vote[]]) =>
  judge(before, findStrongEvidence(before), votes, ASKED);

describe('judge', () => {
  it('clears a doubt when the model agrees, and says who was asked', () => {
    const verdict = decide(offline('Write', 0.6), vote('Write'));
    expect(verdict).toMatchObject({
      category: 'Write',
      needsReview: false,
      reviewReasons: [],
      decidedBy: 'llm',
      uncalibrated: true,
      effects: ['private-data'],
      versions: { prompt: 'adjudicate@1', llm: 'fake-model' },
    });
    expect(verdict.evidence.map((each) => each.signal)).toEqual(['llm', 'model']);
  });

  it('lets the model raise a category freely', () => {
    expect(decide(offline('Read', 0.5), vote('Destructive'))).toMatchObject({
      category: 'Destructive',
      needsReview: false,
    });
  });

  it('asks a person where the model raises a category of which the offline verdict was sure', () => {
    expect(decide(offline('Read', 0.99, []), vote('Destructive'))).toMatchObject({
      category: 'Destructive',
      needsReview: true,
    });
  });

  it('lets the model lower a category that nothing strong supports', () => {
    expect(decide(offline('Write', 0.5), vote('Read'))).toMatchObject({ category: 'Read', needsReview: false });
  });

  it('keeps a category that strong evidence supports when one answer lowers it', () => {
    expect(decide(offline('Destructive', 0.7), vote('Read'))).toMatchObject({
      category: 'Destructive',
      needsReview: true,
      reviewReasons: expect.arrayContaining(['llm-disagrees']),
    });
  });

  it('follows two answers that lower it into the review queue, where a cautious reader still sees the worse one', () => {
    const verdict = decide(offline('Destructive', 0.7), vote('Read'), vote('Read'));
    expect(verdict).toMatchObject({ category: 'Read', needsReview: true });
    expect(verdict.reviewReasons).toContain('llm-disagrees');
    expect(cautiousCategory(verdict)).toBe('Destructive');
  });

  it('keeps the category when the second answer says otherwise', () => {
    expect(decide(offline('Destructive', 0.7), vote('Read'), vote('Destructive'))).toMatchObject({
      category: 'Destructive',
      needsReview: true,
    });
  });

  it.each<ReviewReason>(['hidden-text', 'addressed-to-reader'])(
    'never lowers a definition with the reason %s',
    (reason) => {
      const verdict = decide(offline('Write', 0.5, [reason]), vote('Read', 1), vote('Read', 1));
      expect(verdict).toMatchObject({ category: 'Write', needsReview: true, effects: ['bulk'] });
      expect(verdict.reviewReasons).toContain(reason);
    },
  );

  it.each<ReviewReason>(['hidden-text', 'addressed-to-reader', 'annotation-mismatch', 'people-disagree'])(
    'leaves %s in review though the model agrees',
    (reason) => {
      expect(decide(offline('Write', 0.9, [reason]), vote('Write'))).toMatchObject({
        needsReview: true,
        reviewReasons: [reason],
      });
    },
  );

  it('lets the model go below a severe deed that is named, but not settle the doubt by that', () => {
    const before = offline('Write', 0.6);
    const strong = findStrongEvidence(before, { floor: 'Read', namedDeed: 'Destructive', evidence: [] });
    const verdict = judge(before, strong, [vote('Write')], ASKED);
    expect(verdict).toMatchObject({
      category: 'Write',
      needsReview: true,
      reviewReasons: ['low-confidence', 'sources-disagree'],
    });
  });

  it('opens no doubt where the offline verdict had none and the model agrees', () => {
    const before = offline('Write', 0.99, []);
    const strong = findStrongEvidence(before, { floor: 'Write', namedDeed: 'Destructive', evidence: [] });
    expect(judge(before, strong, [vote('Write', 0.6)], ASKED)).toMatchObject({ category: 'Write', needsReview: false });
  });

  it('takes the floor of the rules for strong evidence', () => {
    const before = offline('Read', 0.6);
    const evidence = [{ pointer: '/name', quote: 'delete', signal: 'name-deed' }];
    const strong = findStrongEvidence(before, { floor: 'Destructive', namedDeed: 'Destructive', evidence });
    expect(strong).toMatchObject({ category: 'Destructive', evidence });
    expect(judge(before, strong, [vote('Read'), vote('Read')], ASKED).reviewReasons).toContain('llm-disagrees');
  });

  it('clears nothing when the model itself is in doubt', () => {
    expect(decide(offline('Write', 0.6), vote('Write', 0.5))).toMatchObject({ needsReview: true });
  });

  it.each([
    ['a false quote', vote('Read', 0.99, 1)],
    ['no quote', { ...vote('Read', 0.99), answer: { ...vote('Read').answer, quotes: [] } }],
  ])('takes an answer with %s as doubtful: it lowers nothing and clears nothing', (_what, doubtful) => {
    expect(isDoubtful(doubtful)).toBe(true);
    const verdict = decide(offline('Write', 0.6), doubtful);
    expect(verdict).toMatchObject({ category: 'Write', needsReview: true, effects: ['bulk'] });
    expect(verdict.reviewReasons).toContain('llm-unusable');
  });

  it('asks again only where a sound answer goes below strong evidence', () => {
    const strong = findStrongEvidence(offline('Execute', 0.8));
    expect(wantsSecondVote(vote('Read'), strong)).toBe(true);
    expect(wantsSecondVote(vote('Financial'), strong)).toBe(false);
    expect(wantsSecondVote(vote('Read', 0.9, 1), strong)).toBe(false);
    expect(wantsSecondVote(vote('Read'), findStrongEvidence(offline('Read', 0.8)))).toBe(false);
  });

  const acting = (before: Classification, ...categories: Category[]): Classification => ({
    ...before,
    actions: categories.map((category, at) => ({
      parameter: '/inputSchema/properties/action',
      action: `action${at}`,
      category,
      confidence: 0.95,
    })),
  });

  it.each<[string, Classification, Category]>([
    ['an action is worse than the answer', acting(offline('Write', 0.5), 'Read', 'Destructive'), 'Write'],
    ['the answer is worse than every action', acting(offline('Write', 0.5), 'Read', 'Write'), 'Execute'],
  ])('asks a person where %s', (_what, before, told) => {
    const verdict = decide(before, vote(told));
    expect(verdict).toMatchObject({ category: told, needsReview: true, actions: before.actions });
    expect(verdict.reviewReasons).toContain('sources-disagree');
  });

  it.each<[string, Classification, Category]>([
    ['raises the tool to its worst action', acting(offline('Write', 0.5), 'Read', 'Destructive'), 'Destructive'],
    ['agrees on a tool whose actions are milder', acting(offline('Execute', 0.6), 'Read', 'Write'), 'Execute'],
  ])('clears a doubt where the answer %s', (_what, before, told) => {
    expect(decide(before, vote(told))).toMatchObject({ category: told, needsReview: false });
  });

  const categories = fc.constantFrom(...CATEGORIES);
  const cases = fc.record({
    before: categories,
    confidence: fc.double({ min: 0.3, max: 1, noNaN: true }),
    reasons: fc.uniqueArray(
      fc.constantFrom<ReviewReason>('low-confidence', 'hidden-text', 'annotation-mismatch', 'severe-runner-up'),
    ),
    told: categories,
    toldAgain: fc.option(categories, { nil: undefined }),
    told01: fc.double({ min: 0, max: 1, noNaN: true }),
    missing: fc.nat(1),
  });

  it('never falls below what strong evidence supports without landing in review', () => {
    fc.assert(
      fc.property(cases, ({ before, confidence, reasons, told, toldAgain, told01, missing }) => {
        const was = offline(before, confidence, reasons);
        const strong = findStrongEvidence(was);
        const votes: [Vote, ...Vote[]] = [vote(told, told01, missing)];
        if (toldAgain !== undefined) votes.push(vote(toldAgain));
        const verdict = judge(was, strong, votes, ASKED);
        if (rankOf(verdict.category) < rankOf(strong.category)) expect(verdict.needsReview).toBe(true);
      }),
    );
  });

  it('leaves no action worse than its tool without a person being asked', () => {
    fc.assert(
      fc.property(cases, fc.array(categories, { maxLength: 5 }), (given, actions) => {
        const before = acting(offline(given.before, given.confidence, given.reasons), ...actions);
        const verdict = decide(before, vote(given.told, given.told01, given.missing));
        const worst = Math.max(0, ...actions.map(rankOf));
        if (worst > rankOf(verdict.category)) expect(verdict.needsReview).toBe(true);
      }),
    );
  });

  it('gives probabilities that sum to 1, a confidence that is the probability of its category, and at most 0.95', () => {
    fc.assert(
      fc.property(cases, ({ before, confidence, reasons, told, told01, missing }) => {
        const verdict = decide(offline(before, confidence, reasons), vote(told, told01, missing));
        const sum = CATEGORIES.reduce((total, category) => total + verdict.probabilities[category], 0);
        expect(sum).toBeCloseTo(1, 3);
        expect(verdict.confidence).toBe(verdict.probabilities[verdict.category]);
        expect(Math.max(...Object.values(verdict.probabilities))).toBeLessThanOrEqual(0.9501);
        expect(verdict.severity).toBe(SEVERITY_OF[verdict.category]);
      }),
    );
  });
});

describe('leaveToReview', () => {
  it('adds a reason and keeps the verdict', () => {
    const before = offline('Write', 0.6);
    expect(leaveToReview(before, 'llm-budget')).toEqual({ ...before, reviewReasons: ['low-confidence', 'llm-budget'] });
  });
});
