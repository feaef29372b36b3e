import { type Account, DUE_REASON_CODES, DUE_REASONS, NIGHT_STAGES } from '../../model/account.ts';
import { count } from '../wording.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A span of time for a person, two units at most: `820 ms`, `4.2 s`, `12 min 5 s`, `3 h 20 min`, `9 d 4 h`. */
export function span(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${(Math.floor(ms / 100) / 10).toLocaleString('en')} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ${Math.floor((ms % MINUTE_MS) / SECOND_MS)} s`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} min`;
  return `${Math.floor(ms / DAY_MS).toLocaleString('en')} d ${Math.floor((ms % DAY_MS) / HOUR_MS)} h`;
}

/** Milliseconds from the start of the night to its account; 0 where the clock went back. */
function lengthOf({ startedAt, at }: Pick<Account, 'startedAt' | 'at'>): number {
  return Math.max(0, Date.parse(at) - Date.parse(startedAt)) || 0;
}

/** The night in one sentence. */
export function headlineOf(account: Account): string {
  const { listed, failed, remaining, state } = account;
  const rest = state === 'complete' ? '' : `, interrupted with ${count(remaining, 'server')} to do`;
  return `${count(listed, 'server')} listed, ${failed.total.toLocaleString('en')} not listed, in ${span(lengthOf(account))}${rest}`;
}

/** Why servers were due, the reasons that occurred in the order of the closed list. */
export function dueFacts({ due }: Account): { reason: string; meaning: string; servers: number }[] {
  return DUE_REASON_CODES.flatMap((reason) => {
    const servers = due.reasons[reason] ?? 0;
    return servers === 0 ? [] : [{ reason, meaning: DUE_REASONS[reason], servers }];
  });
}

/** The stages that took time, in their order. */
export function stageFacts({ stages }: Account): { stage: string; ms: number }[] {
  return NIGHT_STAGES.flatMap((stage) => stages.filter((each) => each.stage === stage && each.ms > 0));
}

/** What asking a language model took, in words; undefined where none was asked. */
export function llmFact({ llm }: Account): string | undefined {
  if (llm === undefined) return undefined;
  const cost = llm.cost === null ? 'price unknown' : `$${llm.cost.toFixed(2)}`;
  return `${llm.model}: ${count(llm.requests, 'request')}, ${count(llm.cacheHits, 'answer')} remembered, ${count(llm.tokens, 'token')}, ${cost}`;
}
