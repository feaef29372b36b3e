import { Fault } from '../../model/fault.ts';
import type { Caps } from '../options.ts';

/** Cuts a stream of bytes into lines. */
export type LineReader = {
  /** Takes the next bytes and gives the lines that they complete. Throws `too-large` when a line passes the cap. */
  push: (chunk: Uint8Array) => string[];
};

/** Bytes of the first buffer; it doubles as lines need it, so that a drip of single bytes costs no more than a flood. */
const FIRST_BUFFER_BYTES = 64 * 1024;

/** Creates a reader that never holds more than `messageBytes`. Bytes that are no UTF-8 become U+FFFD. */
export function createLineReader(caps: Pick<Caps, 'messageBytes'>): LineReader {
  let buffer = Buffer.alloc(Math.min(FIRST_BUFFER_BYTES, caps.messageBytes));
  let held = 0;

  function hold(part: Uint8Array): void {
    const needed = held + part.length;
    if (needed > caps.messageBytes)
      throw new Fault('too-large', 'list', `one message is larger than ${caps.messageBytes} bytes`);
    if (needed > buffer.length) {
      const larger = Buffer.alloc(Math.min(caps.messageBytes, Math.max(needed, buffer.length * 2)));
      buffer.copy(larger, 0, 0, held);
      buffer = larger;
    }
    buffer.set(part, held);
    held = needed;
  }

  return {
    push(chunk) {
      const lines: string[] = [];
      let from = 0;
      for (let end = chunk.indexOf(0x0a, from); end !== -1; end = chunk.indexOf(0x0a, from)) {
        hold(chunk.subarray(from, end));
        lines.push(buffer.toString('utf8', 0, held));
        held = 0;
        from = end + 1;
      }
      if (from < chunk.length) hold(chunk.subarray(from));
      return lines;
    },
  };
}
