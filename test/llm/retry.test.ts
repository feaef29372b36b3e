import { describe, expect, it } from 'vitest';
import { type Attempt, retryAfterMs } from '../../src/llm/attempt.ts';
import { MAX_WAIT_MS, waitBeforeRetry } from '../../src/llm/retry.ts';

const status = (code: number, wait?: number): Attempt => ({
  kind: 'status',
  status: code,
  message: '',
  retryAfterMs: wait,
});

describe('waitBeforeRetry', () => {
  it.each<[string, Attempt, number, number | undefined]>([
    ['waits half a second after a first 503', status(503), 1, 500],
    ['waits twice as long after the second', status(503), 2, 1000],
    ['gives up after the fourth', status(503), 4, undefined],
    ['does not try a 400 again', status(400), 1, undefined],
    ['does not try a 401 again', status(401), 1, undefined],
    ['waits as long as the server asks', status(429, 12_000), 1, 12_000],
    ['does not wait longer than we are willing to', status(429, MAX_WAIT_MS + 1), 1, undefined],
    ['tries once more where nobody listens', { kind: 'connection', message: '', isSent: false }, 1, 500],
    ['and no more', { kind: 'connection', message: '', isSent: false }, 2, undefined],
    ['tries a broken connection again', { kind: 'connection', message: '', isSent: true }, 3, 2000],
    ['does not repeat what ran out of time', { kind: 'aborted' }, 1, undefined],
  ])('%s', (_what, outcome, attempt, wait) => {
    expect(waitBeforeRetry(outcome, attempt, 0)).toBe(wait);
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-11-21T00:00:00Z');
  it.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Sat, 21 Nov 2026 00:00:05 GMT' }, 5000],
    ['a date that is past', { 'retry-after': 'Fri, 20 Nov 2026 00:00:00 GMT' }, 0],
    ['milliseconds before seconds', { 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ])('reads %s', (_what, headers, wait) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(wait);
  });
});
