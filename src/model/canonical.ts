import { hash } from 'node:crypto';

/**
 * The RFC 8785 form of a JSON value; a property that is undefined is none. Lone surrogates, which RFC 8785 refuses,
 * become U+FFFD first. Throws a TypeError on what is no JSON value.
 */
export function canonicalize(value: unknown): string {
  const text = write(value);
  // JSON.stringify escapes lone surrogates and nothing else in this way, unless the text itself spells such an escape.
  return text.includes('\\ud') ? write(wellFormed(value)) : text;
}

/** SHA-256 of the canonical form, 64 lower-case hex digits. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonicalize(value));
}

function write(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? writeArray(value) : writeObject(value as Record<string, unknown>);
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return String(value);
  throw new TypeError('only JSON values have a canonical form');
}

function writeArray(values: readonly unknown[]): string {
  let text = '[';
  for (let at = 0; at < values.length; at += 1) text += (at === 0 ? '' : ',') + write(values[at] ?? null);
  return `${text}]`;
}

function writeObject(value: Readonly<Record<string, unknown>>): string {
  let text = '{';
  for (const key of sortStrings(Object.keys(value))) {
    const child = value[key];
    if (child !== undefined) text += (text === '{' ? '' : ',') + writeKey(key) + write(child);
  }
  return `${text}}`;
}

/** Most strings that are sorted by insertion: beyond it the built-in sort is quicker. */
const FEW = 16;

/** Sorts strings in place by their UTF-16 code units: for the few keys of most objects an insertion takes a third of the time of `sort`. */
export function sortStrings(strings: string[]): string[] {
  if (strings.length > FEW) return strings.sort();
  for (let at = 1; at < strings.length; at += 1) {
    const string = strings[at]!;
    let place = at;
    for (; place > 0 && strings[place - 1]! > string; place -= 1) strings[place] = strings[place - 1]!;
    strings[place] = string;
  }
  return strings;
}

/** Keys whose written form is remembered, and the longest of them: schemas repeat a few words. */
const MAX_KEYS = 2000;
const MAX_KEY_LETTERS = 32;
const writtenKeys = new Map<string, string>();

/** A key as it is written, with its colon. */
function writeKey(key: string): string {
  const known = writtenKeys.get(key);
  if (known !== undefined) return known;
  const written = `${JSON.stringify(key)}:`;
  if (writtenKeys.size < MAX_KEYS && key.length <= MAX_KEY_LETTERS) writtenKeys.set(key, written);
  return written;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, child] of Object.entries(value))
    if (child !== undefined) copy[key.toWellFormed()] = wellFormed(child);
  return copy;
}
