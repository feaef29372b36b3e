import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { isAmountUpTo } from '../../../src/policy/arguments/amount.ts';

describe('a cap on an amount', () => {
  it.each<[Json, boolean]>([
    [100, true],
    [0, true],
    ['100', true],
    ['99.50', true],
    ['007', true],
    [100.01, false],
    ['100.000000000000000001', false],
    [-1, false],
    ['-1', false],
    ['+1', false],
    ['1e1', false],
    ['1e9', false],
    ['0x10', false],
    ['1,000', false],
    ['1_0', false],
    [' 1', false],
    ['1 ', false],
    ['١', false],
    ['NaN', false],
    ['Infinity', false],
    ['', false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    [null, false],
    [true, false],
    [[1], false],
    [{ value: 1 }, false],
  ])('of 100 lets %j through: %s', (value, isKept) => {
    expect(isAmountUpTo(value, 100)).toBe(isKept);
  });

  it('is never passed, whichever way a server reads the value', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('0', '1', '9', '.', ',', 'e', 'E', '-', '+', 'x', ' ', '_') }),
      fc.double().map(String),
      fc.bigInt().map(String),
    );
    fc.assert(
      fc.property(fc.oneof(text, fc.double()), fc.nat(1000), (value, max) => {
        if (!isAmountUpTo(value, max)) return;
        for (const read of [Number(value), Number.parseFloat(String(value)), Number.parseInt(String(value), 10)])
          expect(read >= 0 && read <= max, `${value} read as ${read}`).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
