import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markQuotes } from '../../src/report/highlight.ts';

const shown = (text: string, quotes: string[]): string =>
  markQuotes(text, quotes)
    .map((stretch) => (stretch.isMarked ? `[${stretch.text}]` : stretch.text))
    .join('');

describe('markQuotes', () => {
  it.each([
    ['Delete a log book.', ['Delete'], '[Delete] a log book.'],
    ['Delete a log book.', [], 'Delete a log book.'],
    ['Delete a log book.', ['log book', 'Delete'], '[Delete] a [log book].'],
    ['Delete a log book.', ['Delete a', 'a log'], '[Delete a log] book.'],
    ['Delete a log book.', ['Delete', ' a'], '[Delete a] log book.'],
    ['Delete a log book.', ['Delete a log', 'a'], '[Delete a log] book.'],
    ['Delete a log book.', ['erase', ''], 'Delete a log book.'],
    ['', ['Delete'], ''],
  ])('of %j with %j is %j', (text, quotes, expected) => {
    expect(shown(text, quotes)).toBe(expected);
  });

  it('loses and adds nothing', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 12 });
    fc.assert(
      fc.property(text, fc.array(text), (whole, quotes) => {
        const stretches = markQuotes(whole, quotes);
        expect(stretches.map((stretch) => stretch.text).join('')).toBe(whole);
        expect(stretches.every((stretch) => stretch.text !== '')).toBe(true);
      }),
    );
  });
});
