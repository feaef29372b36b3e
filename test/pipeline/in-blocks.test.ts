import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBlocks } from '../../src/pipeline/in-blocks.ts';
import { textOf } from '../report/fixture.ts';

describe('inBlocks', () => {
  it('joins small pieces and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), async (pieces) => {
        expect(await textOf(inBlocks(pieces))).toBe(pieces.join(''));
      }),
      { numRuns: 50 },
    );
  });

  it('gives a block as soon as it is full, and holds no more', async () => {
    let taken = 0;
    const pieces = function* () {
      for (; taken < 1000; taken += 1) yield 'x'.repeat(1024);
    };
    const { value } = await inBlocks(pieces()).next();
    expect(value).toHaveLength(64 * 1024);
    expect(taken).toBeLessThan(70);
  });
});
