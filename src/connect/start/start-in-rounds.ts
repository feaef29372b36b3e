import { Fault } from '../../model/fault.ts';
import type { Listing } from '../listing/listing.ts';
import { diagnose } from './diagnose.ts';
import { proposeStarts, type StartKnowledge } from './propose-starts.ts';
import { BARE_START, type StartState, stateKey } from './start-state.ts';

/** What came of the rounds: the list, the start that gave it, and how many starts it took. */
export type RoundsOutcome = { listing: Listing; state: StartState; starts: number };

/** How the rounds are run. */
export type RoundsOptions = {
  known: StartKnowledge;
  /** Starts the server once in this way, within this many milliseconds; throws a Fault. */
  attempt: (state: StartState, timeoutMs: number) => Promise<Listing>;
  /** Milliseconds for all rounds together. */
  timeoutMs: number;
  /** Whether the package's install scripts ran, for the diagnosis. */
  scriptsRan: boolean;
  /** Hears of each start that failed: what was added to it, and how it ended. */
  onFailedStart: (state: StartState, fault: Fault) => void;
};

/** A start that failed. */
type FailedStart = { fault: Fault; state: StartState };

/** Most starts of one server. */
const MAX_STARTS = 10;
/** Share of the time that a silent bare start may use while there are other ways to try. */
const SHARE = 0.4;
/** The same for each later start, of what is left then: few are worth trying on a server that is silent twice. */
const LATER_SHARE = 0.6;
/** Shortest start that is worth it: half of all servers answer in 0.5 s, nine of ten in 1.7 s. */
const SHORTEST_MS = 1500;

/** Faults after which another start may help. */
const RETRIED = new Set(['exited', 'start-timeout', 'protocol-error', 'empty', 'runtime-missing']);

/**
 * Starts a server bare, and where it refuses, again with what its words, its metadata or its documentation ask for,
 * until it lists its tools, nothing is left to try, or the time is over. The most promising way is tried first, and
 * each failure's own proposals before those of earlier ones. Throws the most telling Fault of all rounds.
 */
export async function startInRounds(options: RoundsOptions): Promise<RoundsOutcome> {
  const end = performance.now() + options.timeoutMs;
  const waiting: StartState[] = [BARE_START];
  const tried = new Set<string>();
  const faults: FailedStart[] = [];
  let starts = 0;
  for (let state = waiting.pop(); state !== undefined && starts < MAX_STARTS; state = waiting.pop()) {
    const left = end - performance.now();
    if (starts > 0 && left < SHORTEST_MS) break;
    if (tried.has(stateKey(state))) continue;
    tried.add(stateKey(state));
    starts += 1;
    try {
      const listing = await options.attempt(state, Math.max(SHORTEST_MS, left * (starts === 1 ? SHARE : LATER_SHARE)));
      return { listing, state, starts };
    } catch (error) {
      if (!(error instanceof Fault) || !RETRIED.has(error.code)) throw error;
      faults.push({ fault: error, state });
      options.onFailedStart(state, error);
      const failure = { code: error.code, words: `${error.stderrTail}\n${error.message}` };
      waiting.push(...proposeStarts(state, failure, options.known).toReversed());
    }
  }
  return await lastTry(options, faults, end, starts);
}

/** A server that was only slow gets all the time that is left, once; else the most telling fault is thrown. */
async function lastTry(
  options: RoundsOptions,
  faults: readonly FailedStart[],
  end: number,
  starts: number,
): Promise<RoundsOutcome> {
  const slow = faults.find(({ fault }) => fault.code === 'start-timeout');
  const left = end - performance.now();
  if (slow !== undefined && left > options.timeoutMs * SHARE) {
    const listing = await options.attempt(slow.state, left).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
    });
    if (listing !== undefined) return { listing, state: slow.state, starts: starts + 1 };
  }
  throw (
    mostTelling(faults, options.scriptsRan) ??
    new Fault('start-timeout', 'start', 'there was no time to start the server')
  );
}

/** Of all that went wrong, what tells the operator most: a demand that a later start has met tells nothing any more. */
function mostTelling(faults: readonly FailedStart[], scriptsRan: boolean): Fault | undefined {
  const told = faults.map(({ fault, state }) => diagnose(fault, { scriptsRan, triedVariables: [...state.env.keys()] }));
  const open = told.filter(({ wanted, wantsArguments }, index) => {
    const later = faults.slice(index + 1);
    const given = faults[index]?.state.args.length ?? 0;
    if (wantsArguments === true && later.some(({ state }) => state.args.length > given)) return false;
    return wanted.length === 0 || !later.some(({ state }) => wanted.every((name) => state.env.has(name)));
  });
  return open.toSorted((a, b) => b.weight - a.weight)[0]?.fault;
}
