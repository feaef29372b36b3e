import { sha256 } from './sha256.ts';

/**
 * Makes untrusted text safe for a text column: PostgreSQL refuses NUL, and neither database stores a lone surrogate;
 * both become U+FFFD. Columns that must come back exactly hold JSON text instead.
 */
export function columnText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

/** Characters of an indexed text: PostgreSQL refuses index rows over 2,704 bytes, and a character takes at most 4. */
const MAX_KEY_CHARACTERS = 500;

/** The same for a column that is a key or indexed: a longer text is cut, and its hash keeps it apart from its like. */
export function keyText(text: string): string {
  const clean = columnText(text);
  if (clean.length <= MAX_KEY_CHARACTERS) return clean;
  return `${clean.slice(0, MAX_KEY_CHARACTERS - 65).toWellFormed()}#${sha256(clean)}`;
}
