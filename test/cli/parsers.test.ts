import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCount, parseDuration, parseSize } from '../../src/cli/parsers.ts';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['8s', 8000],
    ['2m', 120_000],
    ['1.5h', 5_400_000],
    [' 30s ', 30_000],
  ])('reads %s', (word, ms) => {
    expect(parseDuration(word)).toBe(ms);
  });

  it.each(['', '30', 's', '-1s', '1e3s', '0s', '0.1ms', '600h', '1w', '٣s', 'Infinitys', '1 s'])(
    'refuses %j',
    (word) => {
      expect(() => parseDuration(word)).toThrow(/500ms|between/);
    },
  );

  it('gives what a timer can hold, or refuses', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        try {
          const ms = parseDuration(word);
          return Number.isInteger(ms) && ms >= 1 && ms < 2 ** 31;
        } catch {
          return true;
        }
      }),
    );
  });
});

describe('parseSize', () => {
  it.each([
    ['0', 0],
    ['500MB', 500e6],
    ['10GB', 10e9],
    ['2GiB', 2 ** 31],
    ['1.5 kb', 1500],
  ])('reads %s', (word, bytes) => {
    expect(parseSize(word)).toBe(bytes);
  });

  it.each(['', 'GB', '-1GB', '1TB', '99999999999999GB', '1e9'])('refuses %j', (word) => {
    expect(() => parseSize(word)).toThrow(/500MB/);
  });
});

describe('parseCount', () => {
  it('reads whole numbers from the least on', () => {
    expect(parseCount(1)('16')).toBe(16);
    expect(parseCount(0)('0')).toBe(0);
  });

  it.each(['0', '-1', '1.5', '', 'all', '99999999999', '0x10'])('refuses %j', (word) => {
    expect(() => parseCount(1)(word)).toThrow('at least 1');
  });
});
