import { setTimeout } from 'node:timers/promises';
import type { DiskRoom } from './disk-room.ts';
import { createFolderGauge } from './folder-gauge.ts';
import { createToolGroup } from './held-tools.ts';
import type { InstallCache } from './install-marker.ts';

/** An install grew beyond the room that could be made for it. */
export class OutgrownError extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`it outgrew its room with ${bytes} bytes`);
    this.bytes = bytes;
  }
}

/** Pause between two looks at a growing install, at least and at most. */
const LOOK_MS = 250;
const SELDOM_MS = 1500;
/** Bytes that an install writes in a millisecond at most, with its downloads: three times what was seen of npm. */
const FASTEST_BYTES_PER_MS = 200e3;
/** Bytes that an install may write between two looks, and its share of the limit at most. */
const AHEAD_BYTES = 64 * 2 ** 20;
const AHEAD_SHARE = 1 / 16;
/** What an install takes for each byte that it unpacked: its downloads, packed, come on top (npm's were seen at 0.25). */
const WITH_DOWNLOADS = 1.25;

/**
 * Does the work that fills `folder`, and looks at its size meanwhile: its room grows ahead of it. Its tools are held
 * while it is looked at and while it waits for room, so that it writes nothing that was not claimed. Where no more can
 * be had, the work is stopped and an `OutgrownError` thrown; where the look itself fails, its error.
 */
export async function withinRoom(
  cache: InstallCache,
  room: DiskRoom,
  folder: string,
  work: (outgrown: AbortSignal) => Promise<void>,
): Promise<void> {
  const outgrown = new AbortController();
  const done = new AbortController();
  const measure = createFolderGauge(folder);
  const tools = createToolGroup();
  const watch = async (): Promise<void> => {
    let bytes = 0;
    for (;;) {
      const left = room.bytes - bytes * WITH_DOWNLOADS;
      const pauseMs = Math.min(Math.max(LOOK_MS, left / FASTEST_BYTES_PER_MS), SELDOM_MS);
      await setTimeout(pauseMs, undefined, { signal: done.signal }).catch(() => undefined);
      if (done.signal.aborted) return;
      const isHeld = tools.hold();
      try {
        bytes = await measure();
        if (await hasRoom(cache, room, bytes, isHeld)) continue;
        // What is killed while it is held writes nothing more.
        outgrown.abort(new OutgrownError(bytes));
        return;
      } finally {
        tools.release();
      }
    }
  };
  // A look that fails (a full disk, a folder that is gone) ends the work, and is what is thrown.
  const watching = watch().catch((error: unknown) => outgrown.abort(error));
  try {
    await tools.run(() => work(outgrown.signal));
  } catch (error) {
    if (!outgrown.signal.aborted) throw error;
  } finally {
    done.abort();
    await watching;
  }
  outgrown.signal.throwIfAborted();
}

/** Room that an install of so many bytes needs while it is made, beside others. */
export function roomFor({ limitBytes }: InstallCache, bytes: number): number {
  return bytes * WITH_DOWNLOADS + Math.min(AHEAD_BYTES, limitBytes * AHEAD_SHARE);
}

async function hasRoom(cache: InstallCache, room: DiskRoom, bytes: number, isHeld: boolean): Promise<boolean> {
  // Of one that is alone the downloads are measured, as none of them are another's.
  if (room.isAlone) return await room.grow(bytes + roomFor(cache, 0), isHeld);
  const wanted = roomFor(cache, bytes);
  return wanted <= room.bytes || (await room.grow(wanted, isHeld));
}
