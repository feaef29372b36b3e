import { setTimeout } from 'node:timers/promises';
import { Fault } from '../../model/fault.ts';
import { type DiskClaim, makeClaim, readClaims } from './disk-claim.ts';
import { forgetDownloaded } from './download-cache.ts';
import { evictInstalls } from './evict-installs.ts';
import type { InstallCache } from './install-marker.ts';

/** Room for one install in flight. */
export type DiskRoom = {
  /** Bytes that it may fill. */
  bytes: number;
  /** Whether no other install is in flight. */
  isAlone: boolean;
  /** Makes room for so many bytes; false where what is in use leaves too little. One that is held can wait for it longer. */
  grow: (bytes: number, isHeld: boolean) => Promise<boolean>;
  leave: () => Promise<void>;
};

/** Room that an install gets at first: the most of them hold less, with their downloads. */
const FIRST_BYTES = 192 * 2 ** 20;
/** Share of the limit that an install gets at first at most. */
const FIRST_SHARE = 1 / 8;
/** Share of the limit that is claimed before anything is known of an install at most. */
const MOST_SHARE = 1 / 2;
/** The sizes of so many installs are kept; the next one claims as much as the most of them needed. */
const KEPT_SIZES = 20;
const MOST = 0.8;
/** Share of the limit that is filled at most: our own marks and the folders themselves are not counted one by one. */
const FILLED_SHARE = 0.99;
/** Pause between two looks for room that was not there; up to twice as long, so that two do not wait in step. */
const WAIT_MS = 200;

/** How long an install waits to grow where it is held, which is cheaper than to make it again, and where it goes on writing. */
const GROW_MS = { held: 4000, writing: 200 };

const lines = new Map<string, Promise<void>>();
const sizes = new Map<string, number[]>();
const turns = new Map<string, Promise<unknown>>();
/** How many installs wait to grow: what becomes free is theirs before another one starts. */
const growing = new Map<string, number>();

/**
 * Waits for room for one more install, first come first served in this process: the least recently used leave, and where
 * that is not enough because all is in use, it waits for what is in flight. `isAlone` asks for a time when nothing else
 * is in flight or in use. Throws `interrupted` on the signal.
 */
export async function takeRoom(
  cache: InstallCache,
  { bytes, isAlone }: { bytes: number; isAlone: boolean },
  signal: AbortSignal | undefined,
): Promise<DiskRoom> {
  const before = lines.get(cache.installs);
  const { promise, resolve: letNext } = Promise.withResolvers<void>();
  lines.set(cache.installs, promise);
  await before;
  try {
    for (;;) {
      if (signal?.aborted === true) throw new Fault('interrupted', 'fetch', 'the run was stopped');
      const isFree = (growing.get(cache.installs) ?? 0) === 0;
      const room = isFree ? await inTurn(cache.installs, () => tryRoom(cache, bytes, isAlone)) : undefined;
      if (room !== undefined) return room;
      await setTimeout(WAIT_MS * (1 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  } finally {
    letNext();
  }
}

/** Bytes for an install of which nothing is known yet: what most of the last ones needed. */
export function firstBytes({ installs, limitBytes }: InstallCache): number {
  const known = (sizes.get(installs) ?? []).toSorted((a, b) => a - b);
  const most = known[Math.floor(known.length * MOST)] ?? 0;
  return Math.max(most, Math.min(FIRST_BYTES, limitBytes * FIRST_SHARE));
}

/** Notes how much room an install needed. */
export function noteNeeded({ installs }: InstallCache, bytes: number): void {
  sizes.set(installs, [bytes, ...(sizes.get(installs) ?? [])].slice(0, KEPT_SIZES));
}

/** Claims first and counts then: two processes that claim at once both see each other, and never both go on. */
async function tryRoom(cache: InstallCache, wanted: number, isAlone: boolean): Promise<DiskRoom | undefined> {
  const bytes = isAlone ? firstBytes(cache) : Math.min(wanted, cache.limitBytes * MOST_SHARE);
  const claim = await makeClaim(cache.installs, isAlone ? cache.limitBytes : bytes);
  try {
    const { fits, isOnlyOne } = await count(cache, claim, bytes);
    if (isOnlyOne || (fits && !isAlone)) return roomOf(cache, claim, bytes, isAlone);
  } catch (error) {
    await claim.end();
    throw error;
  }
  await claim.end();
  return undefined;
}

function roomOf(cache: InstallCache, claim: DiskClaim, first: number, isAlone: boolean): DiskRoom {
  const room: DiskRoom = {
    bytes: first,
    isAlone,
    grow: async (bytes, isHeld) => {
      if (isAlone) await forgetDownloaded(cache.installs);
      const until = performance.now() + (isAlone ? 0 : GROW_MS[isHeld ? 'held' : 'writing']);
      noteGrowing(cache, 1);
      try {
        for (;;) {
          if (await inTurn(cache.installs, () => growOnce(cache, claim, room, bytes))) return true;
          if (performance.now() >= until) return false;
          await setTimeout(WAIT_MS * Math.random());
        }
      } finally {
        noteGrowing(cache, -1);
      }
    },
    leave: claim.end,
  };
  return room;
}

function noteGrowing({ installs }: InstallCache, more: number): void {
  growing.set(installs, (growing.get(installs) ?? 0) + more);
}

async function growOnce(cache: InstallCache, claim: DiskClaim, room: DiskRoom, bytes: number): Promise<boolean> {
  const next = Math.max(bytes, room.bytes);
  // Its claim is the whole limit, so that others that claim do so in vain.
  if (!room.isAlone) await claim.set(next);
  const { fits } = room.isAlone ? await makeRoom(cache, next, []) : await count(cache, claim, next);
  if (fits) room.bytes = next;
  else if (!room.isAlone) await claim.set(room.bytes);
  return fits;
}

async function count(
  cache: InstallCache,
  { id }: DiskClaim,
  bytes: number,
): Promise<{ fits: boolean; isOnlyOne: boolean }> {
  return await makeRoom(cache, bytes, await readClaims(cache.installs, id));
}

/** Makes room for `bytes` beside the claims of others, as far as that can be done. */
async function makeRoom(
  cache: InstallCache,
  bytes: number,
  others: readonly number[],
): Promise<{ fits: boolean; isOnlyOne: boolean }> {
  const claimed = others.reduce((sum, each) => sum + each, bytes);
  const limitBytes = cache.limitBytes * FILLED_SHARE;
  if (claimed > limitBytes) return { fits: false, isOnlyOne: false };
  const { held, isAnyInUse } = await evictInstalls({ ...cache, limitBytes }, claimed);
  return { fits: held + claimed <= limitBytes, isOnlyOne: others.length === 0 && !isAnyInUse };
}

/** One after the other in this process: a claim that is only tried must not be in the way of one that grows. */
async function inTurn<T>(installs: string, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(installs) ?? Promise.resolve()).then(work);
  turns.set(
    installs,
    turn.catch(() => undefined),
  );
  return await turn;
}
