import { setTimeout } from 'node:timers/promises';
import { Fault } from '../../model/fault.ts';
import type { Send } from './guarded-request.ts';

/** When hosts that asked for rest may be asked again. Shared by all contacts of a process. */
export type HostRests = {
  /** Milliseconds that a host still wants to be left alone; 0 when it may be asked. */
  left: (host: string) => number;
  /** Remembers the `Retry-After` of a host's answer. Gives its milliseconds; undefined where there is none to go by. */
  heed: (host: string, retryAfter: string | undefined) => number | undefined;
  now: () => number;
  wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
};

/** The clock and the timer, which a test replaces. */
export type RestClock = Pick<HostRests, 'now' | 'wait'>;

const SYSTEM_CLOCK: RestClock = {
  now: Date.now,
  wait: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal });
  },
};

/** Longest rest that is remembered: one tenant of a host must not silence the others for a night. */
const MAX_REST_MS = 10 * 60_000;

/** Hosts that are remembered at once; the one that asked first is forgotten first. */
const MAX_HOSTS = 10_000;

/** How often one request is repeated. */
const MAX_REPEATS = 3;

/** Creates the memory of hosts that asked for rest. */
export function createHostRests(clock: RestClock = SYSTEM_CLOCK): HostRests {
  const until = new Map<string, number>();
  return {
    ...clock,
    left: (host) => {
      const ms = (until.get(host) ?? 0) - clock.now();
      if (ms <= 0) until.delete(host);
      return Math.max(0, ms);
    },
    heed: (host, retryAfter) => {
      const ms = readRetryAfter(retryAfter, clock.now());
      if (ms === undefined) return undefined;
      const [first] = until.keys();
      if (until.size >= MAX_HOSTS && first !== undefined) until.delete(first);
      until.set(host, Math.max(until.get(host) ?? 0, clock.now() + Math.min(ms, MAX_REST_MS)));
      return ms;
    },
  };
}

/** Milliseconds of a `Retry-After`: seconds or a date (RFC 9110, section 10.2.3); undefined where it is neither. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Sends as `send` does, but waits where a host said 429, or 503, and for how long: as long as `deadline` (by the clock
 * of `rests`) leaves time. Where it does not, a refusal is given back at once, and a host that still rests is not asked.
 */
export function createPoliteSend(send: Send, rests: HostRests, deadline: number): Send {
  return async (url, request) => {
    for (let repeats = 0; ; repeats++) {
      const rest = rests.left(url.host);
      if (rest > 0 && rests.now() + rest >= deadline)
        throw new Fault('rate-limited', 'initialize', `its host asked to be left alone for ${seconds(rest)}`);
      if (rest > 0) await rests.wait(rest, request.signal);
      const answer = await send(url, request);
      if (answer.status !== 429 && answer.status !== 503) return answer;
      const header = answer.headers['retry-after'];
      const ms = rests.heed(url.host, header);
      if (ms === undefined || repeats === MAX_REPEATS || rests.now() + ms >= deadline) return answer;
    }
  };
}

function seconds(ms: number): string {
  return `another ${Math.ceil(ms / 1000)} s`;
}
