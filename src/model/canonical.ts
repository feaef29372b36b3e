import { hash } from 'node:crypto';
import serialize from 'canonicalize';

/** The RFC 8785 form of a JSON value. Lone surrogates, which RFC 8785 refuses, become U+FFFD first. */
export function canonicalize(value: unknown): string {
  const text = serialized(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical form');
  return text;
}

/** Nearly every value is well-formed, which the serializer sees for itself: it is mended only where that refuses. */
function serialized(value: unknown): string | undefined {
  try {
    return serialize(value);
  } catch {
    return serialize(wellFormed(value));
  }
}

/** SHA-256 of the canonical form, 64 lower-case hex digits. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonicalize(value));
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
