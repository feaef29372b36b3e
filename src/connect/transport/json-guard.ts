import { randomUUID } from 'node:crypto';
import { Fault } from '../../model/fault.ts';

/** Bytes of one JSON string that are kept. The longest honest description seen has about 60 kB. */
const MAX_STRING_BYTES = 2 ** 20;

/** Levels of nesting that are still parsed; a tool nested deeper than `MAX_TOOL_DEPTH` is then refused alone. */
const MAX_MESSAGE_DEPTH = 20_000;

/** Objects and arrays of one message: 10,000 large tools have some 500,000; each costs about 60 bytes once parsed. */
export const MAX_CONTAINERS = 10 ** 6;

/** Bounds JSON texts while they stream by, before anything holds or parses them whole. */
export type JsonGuard = {
  /** What remains of the next bytes; the same array when nothing was cut. Throws `too-large` at too deep nesting and too many objects. */
  push: (chunk: Uint8Array) => Uint8Array;
  /** Ends every string that was cut. Not to be guessed by a server, so it cannot be forged. */
  marker: string;
  /** Whether any string was cut so far. */
  hasCut: () => boolean;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const LETTER_U = 0x75;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** What a byte means: it ends a run of bytes that only count within a string, or it is looked at outside of strings. */
const IN_STRING = 1;
const OUTSIDE = 2;
const MEANING = new Uint8Array(256);
for (const byte of [QUOTE, BACKSLASH, NEWLINE]) MEANING[byte] = IN_STRING;
for (const byte of [QUOTE, NEWLINE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET])
  MEANING[byte] = (MEANING[byte] ?? 0) | OUTSIDE;

/** How to guard one stream. */
export type JsonGuardOptions = {
  /** Whether each line is a text of its own (stdio, server-sent events), so that nesting starts afresh with it. */
  byLine: boolean;
  /** See `JsonGuard.marker`; give it where several streams share one. */
  marker?: string;
  maxStringBytes?: number;
  maxDepth?: number;
};

/** A marker for the ends of strings that were cut. */
export function createCutMarker(): string {
  return `[cut:${randomUUID()}]`;
}

/**
 * Creates a guard for one stream. A 30 MB description thereby costs its own tool and not the tools beside it, and
 * never 30 MB; a million brackets never reach the parser. A raw newline cannot stand in a JSON string (RFC 8259,
 * section 7), so strings end there at the latest.
 */
export function createJsonGuard(options: JsonGuardOptions): JsonGuard {
  const { byLine, marker = createCutMarker(), maxStringBytes = MAX_STRING_BYTES } = options;
  const nesting = createNesting(byLine, options.maxDepth ?? MAX_MESSAGE_DEPTH);
  const markerBytes = new TextEncoder().encode(marker);
  let inString = false;
  let length = 0;
  let escaping = 0;
  let isCutting = false;
  let hasCut = false;

  function startString(): void {
    inString = true;
    length = 0;
    escaping = 0;
  }

  function push(chunk: Uint8Array): Uint8Array {
    const kept: Uint8Array[] = [];
    let from = isCutting ? chunk.length : 0;
    const before = from;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] ?? 0;
      if (!inString) {
        if (((MEANING[byte] ?? 0) & OUTSIDE) === 0) continue;
        if (byte === QUOTE) startString();
        else nesting.take(byte);
        continue;
      }
      if (escaping === 0) {
        const end = endOfRun(chunk, index, isCutting ? chunk.length : index + maxStringBytes - length);
        length += end - index;
        if (end > index) {
          index = end - 1;
          continue;
        }
      }
      if (byte === NEWLINE || (byte === QUOTE && escaping !== 1)) {
        inString = false;
        nesting.take(byte);
        if (!isCutting) continue;
        isCutting = false;
        kept.push(markerBytes);
        from = index;
      } else {
        if (!isCutting && length >= maxStringBytes && escaping === 0 && (byte & 0xc0) !== 0x80) {
          kept.push(chunk.subarray(from, index));
          isCutting = true;
          hasCut = true;
          from = chunk.length;
        }
        length++;
        escaping = escapeAfter(escaping, byte);
      }
    }
    if (kept.length === 0 && before === 0) return chunk;
    kept.push(chunk.subarray(from));
    return Buffer.concat(kept);
  }

  return { push, marker, hasCut: () => hasCut };
}

/** Where, up to `limit`, the first byte stands that means something within a string. */
function endOfRun(chunk: Uint8Array, start: number, limit: number): number {
  const last = Math.min(chunk.length, limit);
  let end = start;
  while (end < last && ((MEANING[chunk[end] ?? 0] ?? 0) & IN_STRING) === 0) end++;
  return end;
}

/** Counts nesting and objects outside of strings, one byte at a time. Throws `too-large`. */
function createNesting(byLine: boolean, maxDepth: number): { take: (byte: number) => void } {
  let depth = 0;
  let containers = 0;
  return {
    take(byte) {
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
        containers++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
      else if (byte === NEWLINE && byLine) {
        depth = 0;
        containers = 0;
      }
      if (depth > maxDepth)
        throw new Fault('too-large', 'list', `one message is nested deeper than ${maxDepth} levels`);
      if (containers > MAX_CONTAINERS)
        throw new Fault('too-large', 'list', `one message has more than ${MAX_CONTAINERS} objects`);
    },
  };
}

/** State of an escape sequence after `byte`: 1 after a backslash, -4 to -1 while that many hex digits are due, else 0. */
function escapeAfter(state: number, byte: number): number {
  if (state < 0) return state + 1;
  if (state === 1) return byte === LETTER_U ? -4 : 0;
  return byte === BACKSLASH ? 1 : 0;
}
