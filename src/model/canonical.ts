import { hash } from 'node:crypto';
import serialize from 'canonicalize';

/** The RFC 8785 form of a JSON value. Lone surrogates, which RFC 8785 refuses, become U+FFFD first. */
export function canonicalize(value: unknown): string {
  const text = serialize(isWellFormed(value) ? value : wellFormed(value));
  if (text === undefined) throw new TypeError('only JSON values have a canonical form');
  return text;
}

/** SHA-256 of the canonical form, 64 lower-case hex digits. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonicalize(value));
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isWellFormed);
  for (const key of Object.keys(value))
    if (!key.isWellFormed() || !isWellFormed((value as Record<string, unknown>)[key])) return false;
  return true;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, child] of Object.entries(value))
    if (child !== undefined) copy[key.toWellFormed()] = wellFormed(child);
  return copy;
}
