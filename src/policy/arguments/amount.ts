import type { Json } from '../../model/json.ts';

/** Decimal texts of at most 15 digits, which a double tells apart: no sign, exponent, base, separator or space. */
const PLAIN_DECIMAL = /^(?=.{1,16}$)\d{1,15}(?:\.\d{1,14})?$/;

/**
 * Whether a value is an amount from 0 to `max` however a server reads it: a finite number that prints
 * without an exponent, or a plain decimal text. A negative amount is none: it could turn a payment round.
 */
export function isAmountUpTo(value: Json, max: number): boolean {
  const amount = typeof value === 'string' && PLAIN_DECIMAL.test(value) ? Number(value) : value;
  if (typeof amount !== 'number' || !Number.isFinite(amount) || String(amount).includes('e')) return false;
  return amount >= 0 && amount <= max;
}
