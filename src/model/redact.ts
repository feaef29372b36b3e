import { byName, isJsonObject } from './json.ts';
import type { GivenValues } from './secret.ts';

/** Replaces every known secret in a text by `[redacted]`. */
export type Redact = (text: string) => string;

/** Shorter values ("1", "true", "eu") would blank out ordinary text, and are no secrets. */
const MIN_SECRET_LENGTH = 6;

/** User info of a URL. It looks back for the end of a scheme, so that a long text costs one pass whatever it holds. */
const USER_INFO = /(?<=[a-z0-9+.-]:\/\/)[^\s/?#@]+@/gi;

/**
 * Builds the redactor that every sink passes. It knows each value as it is, percent-encoded, JSON-escaped and in
 * base64 (also as the tail of `user:secret`, RFC 7617), and user info in URLs whatever it holds.
 */
export function createRedactor(values: Iterable<string>): Redact {
  const forms = new Set<string>();
  for (const value of values) {
    if (value.length < MIN_SECRET_LENGTH) continue;
    for (const form of formsOf(value)) forms.add(form);
  }
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const form of ordered) clean = clean.replaceAll(form, '[redacted]');
    return clean.includes('://') ? clean.replaceAll(USER_INFO, '[redacted]@') : clean;
  };
}

/** The texts of all values given for a server, for `createRedactor`. */
export function givenTexts(given: GivenValues): string[] {
  return [...given.env.values(), ...given.headers.values()].flatMap((secret) => {
    const text = secret.reveal();
    const token = /^(?:bearer|basic|token)\s+(.+)$/i.exec(text)?.[1];
    return token === undefined ? [text] : [text, token];
  });
}

/**
 * Applies a redactor to every string, number and property name of a JSON value; the shape stays. What holds nothing to
 * be redacted is given back as it is, not as a copy.
 */
export function redactDeep<T>(value: T, redact: Redact): T {
  return isClean(value, redact) ? value : (redactAny(value, redact) as T);
}

function isClean(value: unknown, redact: Redact): boolean {
  if (typeof value === 'string') return redact(value) === value;
  if (typeof value === 'number') return redact(String(value)) === String(value);
  if (Array.isArray(value)) return value.every((child) => isClean(child, redact));
  if (!isJsonObject(value)) return true;
  return Object.keys(value).every((key) => redact(key) === key && isClean(value[key], redact));
}

function redactAny(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number') return redact(String(value)) === String(value) ? value : '[redacted]';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((child) => redactAny(child, redact));
  return byName(Object.entries(value).map(([key, child]) => [redact(key), redactAny(child, redact)]));
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url').replace(/=+$/, ''),
    bytes.toString('hex'),
  ].filter((form) => form.length >= MIN_SECRET_LENGTH);
}
