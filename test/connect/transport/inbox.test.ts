import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CAPS } from '../../../src/connect/options.ts';
import { createInbox } from '../../../src/connect/transport/inbox.ts';
import { Fault } from '../../../src/model/fault.ts';

const message = fc.record({
  jsonrpc: fc.constant('2.0'),
  id: fc.nat(),
  result: fc.dictionary(fc.string(), fc.jsonValue()),
});
const noise = fc.string({ unit: 'grapheme' }).map((text) => `> ${text.replaceAll('\n', ' ')}`);

describe('the inbox of a server', () => {
  it('gives every message between whatever noise, in order, however the bytes arrive', () => {
    const line = fc.oneof(
      message.map((value) => ({ text: JSON.stringify(value), value })),
      noise.map((text) => ({ text, value: undefined })),
    );
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 1, max: 11 }), (lines, size) => {
        const inbox = createInbox(DEFAULT_CAPS);
        const bytes = Buffer.from(lines.map(({ text }) => `${text}\n`).join(''));
        const received: unknown[] = [];
        for (let at = 0; at < bytes.length; at += size) received.push(...inbox.push(bytes.subarray(at, at + size)));
        const sent = lines.flatMap(({ value }) => (value === undefined ? [] : [JSON.parse(JSON.stringify(value))]));
        expect(received).toEqual(sent);
        expect(inbox.noise().lines).toBe(lines.length - sent.length);
      }),
    );
  });

  it('takes any bytes at all without any error but its own', () => {
    const caps = { ...DEFAULT_CAPS, messageBytes: 200, totalBytes: 2000 };
    const chunk = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => Buffer.from(`${text}\n`)),
    );
    fc.assert(
      fc.property(fc.array(chunk), (chunks) => {
        const inbox = createInbox(caps);
        try {
          for (const bytes of chunks) inbox.push(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
    );
  });

  it.each([
    ['{"jsonrpc":"2.0","id":2,"result":{"tools":[}}', 1],
    [' {"result": {"tools": [}', 1],
    ['{"level":"info","message":"{\\"jsonrpc\\"', 0],
    ['jsonrpc', 0],
  ])('tells a broken message from mere noise: %s', (line, broken) => {
    const inbox = createInbox(DEFAULT_CAPS);
    inbox.push(Buffer.from(`${line}\n`));
    expect(inbox.noise()).toMatchObject({ lines: 1, broken });
  });
});
