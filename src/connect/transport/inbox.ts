import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { STDERR_TAIL_BYTES } from '../../model/failure.ts';
import { Fault } from '../../model/fault.ts';
import type { Caps } from '../options.ts';
import { createJsonGuard } from './json-guard.ts';
import { createLineReader } from './line-reader.ts';
import { parseMessages } from './message.ts';
import { createTail } from './tail.ts';

/** Reads messages out of a server's stdout, with all that it holds bounded. */
export type Inbox = {
  /** Takes the next bytes and gives the messages that they complete. Throws `too-large` when a cap is passed. */
  push: (chunk: Uint8Array) => JSONRPCMessage[];
  /** Lines that were no messages: how many, how many of them look like broken messages, and the tail of them. */
  noise: () => { lines: number; broken: number; tail: string };
  /** Ends every string that was cut for its length; undefined while none was. */
  cutMarker: () => string | undefined;
};

/** Creates an inbox for one connection. */
export function createInbox(caps: Caps): Inbox {
  const guard = createJsonGuard({ byLine: true });
  const lines = createLineReader(caps);
  const noise = createTail(STDERR_TAIL_BYTES);
  let noiseLines = 0;
  let brokenLines = 0;
  let received = 0;

  function read(line: string): JSONRPCMessage[] {
    const messages = parseMessages(line);
    if (messages !== undefined || line.trim() === '') return messages ?? [];
    noiseLines++;
    if (/^\s*\{\s*"(?:jsonrpc|id|result)"/.test(line)) brokenLines++;
    noise.push(new TextEncoder().encode(`${line.slice(-STDERR_TAIL_BYTES)}\n`));
    return [];
  }

  return {
    push(chunk) {
      received += chunk.length;
      if (received > caps.totalBytes)
        throw new Fault('too-large', 'list', `the server sent more than ${caps.totalBytes} bytes`);
      return lines.push(guard.push(chunk)).flatMap(read);
    },
    noise: () => ({ lines: noiseLines, broken: brokenLines, tail: noise.text() }),
    cutMarker: () => (guard.hasCut() ? guard.marker : undefined),
  };
}
