import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText, quoteBehind } from '../../src/classify/normalise.ts';
import { lexicon } from './reading.ts';

const normalise = (text: string, cap = 1000) => normaliseText(text, cap, lexicon.lookAlikes);

describe('normaliseText', () => {
  it.each([
    ['plain text', 'Deletes a survey.', 'Deletes a survey.', []],
    ['a zero-width space', 'del\u200bete', 'delete', ['zero-width']],
    ['a turned direction', '\u202eeteled\u202c', 'eteled', ['bidirectional', 'bidirectional']],
    ['text in tag characters', 'ok\u{e0068}\u{e0069}', 'okhi', ['tag-characters']],
    ['a Cyrillic letter in a Latin word', 'd\u0435lete', 'delete', ['look-alike']],
    ['wide letters', '\uff44\uff45\uff4c', 'del', []],
    ['a Cyrillic word', '\u0443\u0434\u0430\u043b\u0438\u0442\u044c', '\u0443\u0434\u0430\u043b\u0438\u0442\u044c', []],
    ['an emoji of several people', '\u{1f469}\u200d\u{1f4bb}', '\u{1f469}\u{1f4bb}', []],
    ['a byte order mark', '\ufeffReads', 'Reads', []],
    ['a direction mark in Hebrew', '\u05e9\u05dc\u05d5\u05dd\u200f', '\u05e9\u05dc\u05d5\u05dd', []],
    ['a flag spelled in tags', '\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}', '\u{1f3f4}gb', []],
  ])('reads %s', (_what, text, read, kinds) => {
    const normalised = normalise(text);
    expect(normalised.text).toBe(read);
    expect(normalised.disguises.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('says when a text is longer than what is read', () => {
    expect(normalise('abcdef', 3)).toMatchObject({ text: 'abc', cut: true });
  });

  it('leads every part of what was read back to a verbatim part of the original', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(60), fc.nat(60), (text, a, b) => {
        const normalised = normalise(text);
        const [start, end] = [Math.min(a, b), Math.max(a, b)].map((at) => Math.min(at, normalised.text.length));
        expect(text.includes(quoteBehind(normalised, start!, end!))).toBe(true);
      }),
    );
  });
});
