import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { costOf, priceOf, readPriceFile } from '../../src/llm/prices.ts';
import { InputError } from '../../src/model/fault.ts';

const ours = readPriceFile(
  readFileSync(new URL('../../data/prices.json', import.meta.url), 'utf8'),
  'data/prices.json',
);

describe('prices', () => {
  it('knows a model by its name and by its dated name', () => {
    expect(priceOf('gpt-4.1-mini-2025-04-14', ours)).toEqual(priceOf('gpt-4.1-mini', ours));
    expect(priceOf('gpt-4.1-mini', ours)).toBeDefined();
  });

  it.each(['llama3.2', '__proto__', 'constructor', ''])('does not know the price of "%s"', (model) => {
    expect(priceOf(model, ours)).toBeUndefined();
  });

  it('reckons cached tokens at their own price', () => {
    const price = { input: 2, cachedInput: 0.5, output: 8 };
    expect(costOf({ input: 1e6, cachedInput: 4e5, output: 1e5 }, price)).toBeCloseTo(1.2 + 0.2 + 0.8);
  });

  it.each(['not json', '{}', '{"asOf":"soon","currency":"USD","perMillionTokens":{}}'])('refuses %s', (text) => {
    expect(() => readPriceFile(text, 'prices.json')).toThrow(InputError);
  });
});
