import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReviewEvent } from '../../src/model/review-event.ts';
import { offersFor, ruleOn, standingDecisions } from '../../src/review/ruling.ts';
import { decided, hashLike, undone } from './ferry.ts';

const SUBJECT = { server: 'npm:ferry-line', toolSetHash: hashLike('e'), definitionHash: hashLike('a') };
const kindOf = (events: readonly ReviewEvent[]) => ruleOn(SUBJECT, standingDecisions(events)).kind;
const later = '2026-11-21T11:00:00Z';

describe('what people’s decisions come to', () => {
  it.each([
    ['nobody decided', [], 'none'],
    ['one decided', [decided()], 'settled'],
    ['the same tools stand on another server', [decided({ server: 'npm:mirror' })], 'settled'],
    ['the server has other tools by now', [decided({ toolSetHash: hashLike('f') })], 'settled'],
    ['only the definition stands elsewhere', [decided({ server: 'npm:copy', toolSetHash: hashLike('f') })], 'none'],
    ['the definition is another', [decided({ definitionHash: hashLike('b') })], 'none'],
    ['it was taken back', [decided(), undone(decided())], 'none'],
    ['it was taken back twice', [decided(), undone(decided()), undone(decided())], 'none'],
    ['two agree', [decided(), decided({ by: 'Ben' })], 'settled'],
    ['two differ', [decided(), decided({ by: 'Ben', category: 'Read' })], 'conflict'],
    ['two differ on a mirror', [decided(), decided({ by: 'Ben', category: 'Read', server: 'npm:m' })], 'conflict'],
    ['two name other effects', [decided({ effects: ['bulk'] }), decided({ by: 'Ben', effects: [] })], 'conflict'],
    ['one names no effects', [decided({ effects: ['bulk'] }), decided({ by: 'Ben' })], 'settled'],
    ['one person thought again', [decided(), decided({ category: 'Read', at: later })], 'settled'],
    ['the name was typed otherwise', [decided(), decided({ category: 'Read', by: ' ann', at: later })], 'settled'],
    [
      'the one who differed took it back',
      [decided(), decided({ by: 'Ben', category: 'Read' }), undone(decided({ by: 'Ben', category: 'Read' }))],
      'settled',
    ],
  ] as const)('when %s', (_when, events, kind) => {
    expect(kindOf(events)).toBe(kind);
  });

  it('takes a person’s last word, and their word on this server before one elsewhere', () => {
    const first = decided();
    const second = decided({ category: 'Read', at: later });
    const mirror = decided({ category: 'Financial', server: 'npm:mirror', at: '2026-11-22T11:00:00Z' });
    const categoryOf = (events: ReviewEvent[]) => ruleOn(SUBJECT, standingDecisions(events));
    expect(categoryOf([second, first])).toMatchObject({ category: 'Read' });
    expect(categoryOf([first, second, mirror])).toMatchObject({ category: 'Read' });
    expect(categoryOf([first, second, undone(second)])).toMatchObject({ category: 'Destructive' });
  });

  it('offers what was decided on a copy, without applying it', () => {
    const copy = decided({ server: 'npm:copy', toolSetHash: hashLike('f') });
    expect(offersFor(SUBJECT, standingDecisions([copy, decided()]))).toEqual([copy]);
  });

  it('comes to the same whatever order events of different times arrive in, and never applies what does not hold', () => {
    const event = fc
      .record({
        by: fc.constantFrom('Ann', 'Ben'),
        category: fc.constantFrom('Read' as const, 'Write' as const),
        server: fc.constantFrom('npm:ferry-line', 'npm:copy'),
        toolSetHash: fc.constantFrom(hashLike('e'), hashLike('f')),
        definitionHash: fc.constantFrom(hashLike('a'), hashLike('b')),
        minute: fc.integer({ min: 0, max: 59 }),
      })
      .map(({ minute, ...rest }) => decided({ ...rest, at: `2026-11-21T09:${String(minute).padStart(2, '0')}:00Z` }));
    const events = fc.uniqueArray(event, { maxLength: 8, selector: ({ at }) => at });
    fc.assert(
      fc.property(events, (list) => {
        const ruling = ruleOn(SUBJECT, standingDecisions(list));
        expect(ruleOn(SUBJECT, standingDecisions(list.toReversed()))).toEqual(ruling);
        for (const decision of 'decisions' in ruling ? ruling.decisions : []) {
          expect(decision.definitionHash).toBe(SUBJECT.definitionHash);
          expect(decision.server === SUBJECT.server || decision.toolSetHash === SUBJECT.toolSetHash).toBe(true);
        }
      }),
    );
  });
});
