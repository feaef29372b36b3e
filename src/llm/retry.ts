import type { Attempt } from './attempt.ts';

/** Attempts of one request, the first included. */
const MAX_ATTEMPTS = 4;
/** Attempts where no connection comes about: a server that is not there seldom comes back while we wait. */
const MAX_CONNECTS = 2;
/** Longest wait before another attempt; a server that asks for more is left alone. */
export const MAX_WAIT_MS = 30_000;
/** First wait where the server names none; doubles each time. */
const FIRST_WAIT_MS = 500;

/** Statuses that may pass by themselves (RFC 9110; 529 is used for overload). */
const PASSING = new Set([408, 409, 425, 429, 500, 502, 503, 504, 529]);

/**
 * Milliseconds to wait before the next attempt, or undefined when there should be none. `attempt` counts from 1;
 * `jitter` (0 to 1) spreads the waits of many clients.
 */
export function waitBeforeRetry(outcome: Attempt, attempt: number, jitter: number): number | undefined {
  if (attempt >= MAX_ATTEMPTS) return undefined;
  const isPassing = outcome.kind === 'connection' || (outcome.kind === 'status' && PASSING.has(outcome.status));
  if (!isPassing) return undefined;
  if (outcome.kind === 'connection' && !outcome.isSent && attempt >= MAX_CONNECTS) return undefined;
  const asked = outcome.kind === 'status' ? outcome.retryAfterMs : undefined;
  if (asked !== undefined) return asked > MAX_WAIT_MS ? undefined : asked;
  return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1) * (1 + jitter));
}
