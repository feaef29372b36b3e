import { beforeAll, describe, expect, it } from 'vitest';
import { type CountTokens, loadTokenCounter } from '../../src/llm/count-tokens.ts';

describe('loadTokenCounter', () => {
  let countTokens: CountTokens;
  beforeAll(async () => {
    countTokens = await loadTokenCounter();
  });

  it('counts ordinary words', () => {
    expect(countTokens('The ship leaves at noon.')).toBe(6);
  });

  it("counts a model's special words as text", () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it.each([
    ['without spaces', 'a'.repeat(200_000)],
    ['of one emoji', '\u{1f6a2}'.repeat(50_000)],
  ])('counts a long run %s in little time', (_what, text) => {
    const start = performance.now();
    expect(countTokens(text)).toBeGreaterThan(1000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
