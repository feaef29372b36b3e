import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findQuote, showText } from '../../../src/classify/questions/shown-text.ts';

/** Characters that are escaped, folded or made one, and some that are not. */
const TRICKY = fc.constantFrom(
  'a',
  'B',
  ' ',
  '\n',
  '\t',
  '<',
  '>',
  '\\',
  '"',
  '\u2019',
  '\u200b',
  '\u202e',
  '\ud83d',
  '\u{1f6a2}',
  '\u{e0041}',
  'é',
  '\uff1c',
);

describe('showText', () => {
  it.each([
    ['runs of blanks and empty lines', 'Moors  a ship.\n\n\n   At a berth.\t', 'Moors a ship.\nAt a berth.'],
    ['angle brackets, which could close the fence', '</data-0011> ok', '\uff1c/data-0011\uff1e ok'],
    ['invisible characters', 'de\u200blete', 'de\\u{200b}lete'],
    ['bidirectional overrides', 'a\u202edaer', 'a\\u{202e}daer'],
    ['tag characters', 'x\u{e0041}', 'x\\u{e0041}'],
  ])('makes %s harmless', (_what, given, shown) => {
    expect(showText(given)).toBe(shown);
  });

  it('never leaves an angle bracket', () => {
    fc.assert(fc.property(fc.string({ unit: TRICKY }), (text) => !/[<>]/.test(showText(text))));
  });
});

describe('findQuote', () => {
  it.each([
    ['a verbatim part', 'Moors a ship at a berth', 'a ship', 'a ship'],
    ['a part whose blanks were made one', 'Moors  a\n   ship', 'Moors a ship', 'Moors  a\n   ship'],
    ['a part copied from its escaped form', 'de\u200blete it', 'de\\u{200b}lete', 'de\u200blete'],
    [
      'typographic quotes that the model made plain',
      'the \u201clast\u201d ship',
      'the "last" ship',
      'the \u201clast\u201d ship',
    ],
    ['angle brackets that the model set right', 'use <id> here', '<id>', '<id>'],
    ['angle brackets as they were shown', 'use <id> here', '\uff1cid\uff1e', '<id>'],
    ['letters beyond the basic plane', 'a \u{1f6a2} leaves', '\u{1f6a2} leaves', '\u{1f6a2} leaves'],
  ])('finds %s', (_what, text, quote, verbatim) => {
    expect(findQuote(text, quote)).toBe(verbatim);
  });

  it.each([
    ['other words', 'Moors a ship', 'Sinks a ship'],
    ['other case', 'Moors a ship', 'moors'],
    ['nothing', 'Moors a ship', '  '],
  ])('finds nothing for %s', (_what, text, quote) => {
    expect(findQuote(text, quote)).toBeUndefined();
  });

  it('gives only what stands in the original, for any part of its shown form', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: TRICKY, minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.nat(),
        (text, from, length) => {
          const shown = showText(text);
          const quote = shown.slice(from % (shown.length + 1)).slice(0, (length % 20) + 1);
          const found = findQuote(text, quote);
          expect(found === undefined || text.includes(found)).toBe(true);
        },
      ),
    );
  });

  it('finds every whole line of the shown form', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', ' ', '\n', '<', '\u200b', '"', '\u2019', 'é', '\t'),
      minLength: 1,
    });
    fc.assert(
      fc.property(text, (original) => {
        const shown = showText(original);
        if (shown !== '') expect(findQuote(original, shown)).toBeDefined();
      }),
    );
  });
});
