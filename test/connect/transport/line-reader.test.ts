import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader } from '../../../src/connect/transport/line-reader.ts';
import { parseMessages } from '../../../src/connect/transport/message.ts';
import { createTail } from '../../../src/connect/transport/tail.ts';

describe('the line reader', () => {
  it('gives every line whole, however the bytes arrive', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\n'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 7 }), (lines, size) => {
        const reader = createLineReader({ messageBytes: 1000 });
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const read: string[] = [];
        for (let at = 0; at < bytes.length; at += size) read.push(...reader.push(bytes.subarray(at, at + size)));
        expect(read).toEqual(lines.map((text) => text.toWellFormed()));
      }),
    );
  });

  it.each([
    ['a line that never ends', '', 'x'],
    ['a line after good ones', 'a\nb\n', 'x'],
  ])('refuses %s once it passes the cap, and not before', (_what, before, unit) => {
    const reader = createLineReader({ messageBytes: 100 });
    reader.push(Buffer.from(before + unit.repeat(100)));
    expect(() => reader.push(Buffer.from(unit))).toThrow('larger than 100 bytes');
  });
});

describe('reading messages', () => {
  it.each([
    ['a log line', 'listening on stdio'],
    ['a log line in JSON', '{"level":"info","msg":"ready"}'],
    ['a JSON text', '"text"'],
    ['an array of numbers', '[1,2]'],
    ['half a message', '{"jsonrpc":"2.0","id":1,"res'],
    ['nothing', '   '],
    ['an id alone', '{"jsonrpc":"2.0","id":1}'],
  ])('takes %s for noise', (_what, text) => {
    expect(parseMessages(text)).toBeUndefined();
  });

  it.each([
    ['an answer', '{"jsonrpc":"2.0","id":1,"result":{}}', 1],
    ['an error', '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}', 1],
    ['a notification', '{"jsonrpc":"2.0","method":"notifications/message"}', 1],
    ['an answer without jsonrpc', ' {"id":1,"result":{}}\r', 1],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","method":"a"},7]', 2],
  ])('reads %s', (_what, text, count) => {
    expect(parseMessages(text)).toHaveLength(count);
  });
});

describe('the tail of a stream', () => {
  it('keeps exactly the last bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 20 })), (chunks) => {
        const tail = createTail(16);
        for (const chunk of chunks) tail.push(Buffer.from(chunk));
        expect(tail.text()).toBe(chunks.join('').slice(-16));
      }),
    );
  });

  it('drops a character that it cut in two', () => {
    const tail = createTail(4);
    tail.push(Buffer.from('aßß!'));
    expect(tail.text()).toBe('ß!');
  });
});
