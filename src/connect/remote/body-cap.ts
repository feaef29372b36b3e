import { Fault } from '../../model/fault.ts';
import type { Caps } from '../options.ts';
import { createCutMarker, createJsonGuard } from '../transport/json-guard.ts';

/** Takes a body's next bytes and gives what remains of them; throws `too-large` when a cap is passed. */
export type TakeBytes = (chunk: Uint8Array) => Uint8Array;

/** Bounds all that one connection receives. */
export type BodyCap = {
  /** Begins a body. `isEventStream`: each line is a message of its own. */
  open: (isEventStream: boolean) => TakeBytes;
  /** Ends every string that was cut for its length; undefined while none was. */
  cutMarker: () => string | undefined;
};

/**
 * Creates the cap of one connection; `onFault` hears of a passed cap at once. What is counted is what comes out of
 * decompression, piece by piece, so that a compression bomb costs no more than the cap.
 */
export function createBodyCap(caps: Caps, onFault: (fault: Fault) => void): BodyCap {
  const marker = createCutMarker();
  const isCut: (() => boolean)[] = [];
  let received = 0;

  function open(isEventStream: boolean): TakeBytes {
    const guard = createJsonGuard({ byLine: isEventStream, marker });
    isCut.push(guard.hasCut);
    let held = 0;
    const take: TakeBytes = (chunk) => {
      received += chunk.length;
      if (received > caps.totalBytes) throw tooLarge('the server sent', caps.totalBytes);
      const kept = guard.push(chunk);
      held = isEventStream && kept.at(-1) === NEWLINE ? 0 : held + kept.length;
      if (held > caps.messageBytes) throw tooLarge('one message has', caps.messageBytes);
      return kept;
    };
    return (chunk) => {
      try {
        return take(chunk);
      } catch (error) {
        if (error instanceof Fault) onFault(error);
        throw error;
      }
    };
  }

  return { open, cutMarker: () => (isCut.some((hasCut) => hasCut()) ? marker : undefined) };
}

/** Every event of a stream ends with one (HTML, Server-sent events). */
const NEWLINE = 0x0a;

function tooLarge(subject: string, bytes: number): Fault {
  return new Fault('too-large', 'list', `${subject} more than ${bytes} bytes`);
}
