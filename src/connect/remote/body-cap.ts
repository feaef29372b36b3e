import { Fault } from '../../model/fault.ts';
import type { Caps } from '../options.ts';
import { createCutMarker, createJsonGuard } from '../transport/json-guard.ts';

/** Bounds all that one connection receives. */
export type BodyCap = {
  /** The same bytes, as a stream that fails with `too-large` when a cap is passed. */
  wrap: (body: ReadableStream<Uint8Array>, isEventStream: boolean) => ReadableStream<Uint8Array>;
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

  function wrap(body: ReadableStream<Uint8Array>, isEventStream: boolean): ReadableStream<Uint8Array> {
    const guard = createJsonGuard({ byLine: isEventStream, marker });
    isCut.push(guard.hasCut);
    let held = 0;
    function take(chunk: Uint8Array): Uint8Array {
      received += chunk.length;
      if (received > caps.totalBytes) throw tooLarge('the server sent', caps.totalBytes);
      const kept = guard.push(chunk);
      held = isEventStream && kept.at(-1) === NEWLINE ? 0 : held + kept.length;
      if (held > caps.messageBytes) throw tooLarge('one message has', caps.messageBytes);
      return kept;
    }
    const cap = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        try {
          controller.enqueue(take(chunk));
        } catch (error) {
          if (error instanceof Fault) onFault(error);
          controller.error(error);
        }
      },
    });
    return body.pipeThrough(cap);
  }

  return { wrap, cutMarker: () => (isCut.some((hasCut) => hasCut()) ? marker : undefined) };
}

/** Every event of a stream ends with one (HTML, Server-sent events). */
const NEWLINE = 0x0a;

function tooLarge(subject: string, bytes: number): Fault {
  return new Fault('too-large', 'list', `${subject} more than ${bytes} bytes`);
}
