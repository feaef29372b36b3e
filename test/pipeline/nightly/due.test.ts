import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../src/model/failure.ts';
import { BACK_OFFS, backOffMs, type DueFacts, type DueTerms, dueReason } from '../../../src/pipeline/nightly/due.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse('2026-11-21T01:00:00Z');
const TERMS: DueTerms = { now: NOW, maxAgeMs: 7 * DAY_MS, backOffs: BACK_OFFS, judgedBy: 'rules-2 weights-2' };

/** A server that was listed yesterday and did not change. */
const LISTED: DueFacts = {
  server: 'npm:tide-tables',
  recordHash: 'a',
  triedHash: 'a',
  triedAt: NOW - DAY_MS,
  listedAt: NOW - DAY_MS,
  judgedBy: 'rules-2 weights-2',
  failureCode: null,
  failures: 0,
};
const FAILED: DueFacts = { ...LISTED, failureCode: 'unreachable', failures: 1 };
const code = fc.constantFrom(...(Object.keys(BACK_OFFS) as FailureCode[]));

describe('what is due', () => {
  it.each<[string, Partial<DueFacts>, string | undefined]>([
    ['nothing of a server that was listed lately', {}, undefined],
    ['a server that was never tried', { triedAt: null, triedHash: null, listedAt: null, judgedBy: null }, 'new'],
    ['a server whose record changed', { recordHash: 'b' }, 'changed'],
    ['a list that is older than the maximum age', { triedAt: NOW - 8 * DAY_MS, listedAt: NOW - 8 * DAY_MS }, 'aged'],
    ['verdicts of other rules', { judgedBy: 'rules-1 weights-2' }, 'rejudge'],
    ['verdicts that a model has yet to confirm', { judgedBy: null }, 'rejudge'],
  ])('is %s', (_title, more, reason) => {
    expect(dueReason({ ...LISTED, ...more }, TERMS)).toBe(reason);
  });

  it.each<[string, Partial<DueFacts>, string | undefined]>([
    ['not before the back-off is over', { triedAt: NOW - 3 * HOUR_MS }, undefined],
    ['after it', { triedAt: NOW - 5 * HOUR_MS }, 'back-off'],
    ['later after three failures in a row', { triedAt: NOW - 5 * HOUR_MS, failures: 3 }, undefined],
    ['at once when its record changed', { triedAt: NOW - 1, recordHash: 'b' }, 'changed'],
    ['not for its age while the back-off runs', { triedAt: NOW - HOUR_MS, listedAt: NOW - 30 * DAY_MS }, undefined],
    ['without contact when only the rules moved', { triedAt: NOW - HOUR_MS, judgedBy: 'rules-1' }, 'rejudge'],
    [
      'not to be judged again when it was never listed',
      { triedAt: NOW - HOUR_MS, listedAt: null, judgedBy: null },
      undefined,
    ],
  ])('of a failed server: %s', (_title, more, reason) => {
    expect(dueReason({ ...FAILED, ...more }, TERMS)).toBe(reason);
  });

  it('is never put off beyond the bound of the table, and not much before its time', () => {
    fc.assert(
      fc.property(fc.string(), code, fc.integer({ min: 1, max: 10_000 }), (server, failureCode, failures) => {
        const backOff = BACK_OFFS[failureCode];
        const wait = backOffMs({ server, failures }, backOff);
        expect(wait).toBeLessThanOrEqual(backOff.mostMs);
        expect(wait).toBeGreaterThanOrEqual(Math.min(backOff.firstMs, backOff.mostMs) * 0.9);
        expect(backOffMs({ server, failures: failures + 1 }, backOff)).toBeGreaterThanOrEqual(wait);
        expect(backOffMs({ server, failures }, backOff)).toBe(wait);
        const facts = { ...FAILED, server, failureCode, failures, triedAt: NOW - backOff.mostMs };
        expect(dueReason(facts, TERMS)).toBe('back-off');
      }),
    );
  });

  it('comes sooner or later for every server: once due, it stays due until it is tried', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(code, { nil: null }), fc.nat(90 * DAY_MS), fc.nat(DAY_MS), (...drawn) => {
        const [server, failureCode, age, later] = drawn;
        const facts = { ...LISTED, server, failureCode, failures: 1, triedAt: NOW - age, listedAt: NOW - age };
        const now = dueReason(facts, TERMS);
        if (now !== undefined) expect(dueReason(facts, { ...TERMS, now: NOW + later })).toBe(now);
      }),
    );
  });

  it('is spread: a first night of many servers does not come back at one moment', () => {
    const waits = Array.from({ length: 1000 }, (_none, at) =>
      backOffMs({ server: `npm:harbor-${at}`, failures: 1 }, { firstMs: 1000, mostMs: 1000 }),
    );
    const inFirstHalf = waits.filter((wait) => wait < 950).length;
    expect(Math.abs(inFirstHalf - 500)).toBeLessThan(100);
  });
});
