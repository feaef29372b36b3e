import { z } from 'zod';
import { InputError } from '../model/fault.ts';
import type { Usage } from './request.ts';

const dollars = z.number().nonnegative();

/** Shape of what one model costs, in dollars per million tokens. */
export const Price = z.object({ input: dollars, cachedInput: dollars.optional(), output: dollars });
export type Price = z.infer<typeof Price>;

/** Shape of a price file. */
export const PriceFile = z.looseObject({
  /** Day for which the prices hold, `YYYY-MM-DD`. */
  asOf: z.iso.date(),
  currency: z.literal('USD'),
  perMillionTokens: z.record(z.string(), Price),
});
export type PriceFile = z.infer<typeof PriceFile>;

/** Reads a price file. Throws `InputError` when it is none. */
export function readPriceFile(text: string, name: string): PriceFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${name}: not JSON`, { cause });
  }
  const parsed = PriceFile.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new InputError(`${name}: no price file: ${z.prettifyError(parsed.error)}`);
}

/** Price of a model: by its exact name, else by the name without a dated suffix (`gpt-4.1-2025-04-14`). */
export function priceOf(model: string, prices: PriceFile): Price | undefined {
  const table = new Map(Object.entries(prices.perMillionTokens));
  return table.get(model) ?? table.get(model.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
}

/** Dollars for some tokens. */
export function costOf(usage: Omit<Usage, 'estimated'>, price: Price): number {
  const fresh = usage.input - usage.cachedInput;
  return (
    (fresh * price.input + usage.cachedInput * (price.cachedInput ?? price.input) + usage.output * price.output) / 1e6
  );
}
