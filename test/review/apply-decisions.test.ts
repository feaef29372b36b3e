import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Classification, cautiousCategory } from '../../src/model/classification.ts';
import type { ReviewEvent } from '../../src/model/review-event.ts';
import { applyDecisions, machineVerdict } from '../../src/review/apply-decisions.ts';
import { decided, hashLike, undone, verdict } from './ferry.ts';

function applied(events: readonly ReviewEvent[], given = verdict()) {
  const tool = { name: 'cancel_sailing', definitionHash: given.definitionHash, verdict: given };
  const [reviewed] = applyDecisions({ server: 'npm:ferry-line', toolSetHash: hashLike('e'), tools: [tool] }, events);
  return reviewed!;
}

describe('a decision applied to a verdict', () => {
  it('replaces the judgement, says who and why, and keeps what the classifier said', () => {
    const { verdict: now } = applied([decided({ effects: ['irreversible'] })]);
    expect(now).toMatchObject({
      category: 'Destructive',
      severity: 'critical',
      confidence: 1,
      uncalibrated: true,
      effects: ['irreversible'],
      needsReview: false,
      reviewReasons: [],
      decidedBy: 'person',
      rationale: 'Ann decided Destructive on 2026-11-21: passengers lose their berths. The classifier says Write.',
      evidence: verdict().evidence,
      machine: { category: 'Write', confidence: 0.6, decidedBy: 'model', needsReview: true },
    });
    expect(now.probabilities.Destructive).toBe(1);
    expect(cautiousCategory(now)).toBe('Destructive');
    expect(Classification.parse(now)).toEqual(now);
  });

  it('names the server with the same tools on which it was made, and those who agree', () => {
    const events = [decided({ by: 'Ben' }), decided({ server: 'npm:mirror', at: '2026-11-21T11:00:00Z' })];
    expect(applied(events).verdict.rationale).toBe(
      'Ann decided Destructive on 2026-11-21, on npm:mirror, which has the same tools: passengers lose their berths. Agreed: Ben. The classifier says Write.',
    );
  });

  it('sends two who differ back to review with the classifier’s verdict', () => {
    const { verdict: now } = applied(
      [decided(), decided({ by: 'Ben', category: 'Read' })],
      verdict({ needsReview: false }),
    );
    expect(now).toMatchObject({ category: 'Write', needsReview: true, decidedBy: 'model' });
    expect(now.reviewReasons).toContain('people-disagree');
  });

  it('is reopened when the definition changes, until somebody decides on the new one', () => {
    const earlier = decided({ definitionHash: hashLike('b') });
    const reopened = applied([earlier], verdict({ needsReview: false, reviewReasons: [] }));
    expect(reopened.outdated).toEqual([earlier]);
    expect(reopened.verdict).toMatchObject({ needsReview: true, reviewReasons: ['definition-changed'] });
    expect(applied([earlier, decided()]).outdated).toEqual([]);
    expect(applied([earlier, undone(earlier)]).verdict).toEqual(verdict());
    expect(applied([decided({ definitionHash: hashLike('b'), tool: 'book_berth' })]).outdated).toEqual([]);
  });

  it('leaves a verdict that nobody decided on as it is', () => {
    expect(applied([]).verdict).toEqual(verdict());
  });

  it('gives the same whatever was applied before, and can be taken off again', () => {
    const any = fc.constantFrom<ReviewEvent>(
      decided(),
      decided({ by: 'Ben', category: 'Read' }),
      undone(decided()),
      decided({ definitionHash: hashLike('b'), by: 'Cem' }),
    );
    fc.assert(
      fc.property(fc.array(any), fc.array(any), fc.boolean(), (before, now, uncalibrated) => {
        const machine = verdict(uncalibrated ? { uncalibrated: true } : {});
        const once = applied(before, machine).verdict;
        expect(applied(now, once).verdict).toEqual(applied(now, machine).verdict);
        expect(machineVerdict(once)).toEqual(machine);
      }),
    );
  });
});
