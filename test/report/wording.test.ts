import { describe, expect, it } from 'vitest';
import { lastWordsOf } from '../../src/report/last-words.ts';
import { count, percent } from '../../src/report/wording.ts';

describe('percent', () => {
  it.each([
    [1, '100%'],
    [0.9999, '99%'],
    [0.955, '95%'],
    [0.29, '29%'],
    [0.001, '< 1%'],
    [0, '0%'],
  ])('of %d is %s', (probability, text) => {
    expect(percent(probability)).toBe(text);
  });
});

describe('count', () => {
  it.each([
    [0, '0 tools'],
    [1, '1 tool'],
    [1204, '1,204 tools'],
  ])('of %i is %s', (number, text) => {
    expect(count(number, 'tool')).toBe(text);
  });
});

describe('lastWordsOf', () => {
  it.each([
    ['starting\nError: no key\n}\n\n', 'Error: no key'],
    ['  one line ', 'one line'],
    ['港務局が見つからない\n---\n', '港務局が見つからない'],
    ['}\n  ]\n', undefined],
    ['', undefined],
  ])('of %j is %j', (tail, words) => {
    expect(lastWordsOf(tail)).toBe(words);
  });
});
