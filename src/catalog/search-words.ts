import type { ToolDefinition } from '../model/tool.ts';

/** Characters of a definition that are searched; the longest honest descriptions stay below. */
const MAX_CHARACTERS = 8000;

/** Longest word that is told apart from others with the same beginning. */
const MAX_WORD = 60;

/** Where `camelCase` is taken apart, and what a word is; the same for plain English, several times as quick. */
const ANY = { hump: /(\p{Ll}|\p{N})(?=\p{Lu})/gu, word: /[\p{L}\p{N}]+/gu };
const ASCII = { hump: /([a-z0-9])(?=[A-Z])/g, word: /[a-z0-9]+/g };
const NOT_ASCII = /[^\0-\x7f]/;

/** The distinct words of name, title and description, lower case, blanks between: what a text search looks through. */
export function searchWords({ name, title, description }: ToolDefinition): string {
  return wordsOf([name, title ?? '', description ?? ''].join(' ')).join(' ');
}

/** The distinct words of a text: letters and digits, lower case, `camelCase` taken apart as well as whole. */
export function wordsOf(text: string): string[] {
  const plain = text.slice(0, MAX_CHARACTERS).toWellFormed();
  const { hump, word } = NOT_ASCII.test(plain) ? ANY : ASCII;
  const parts = plain.replaceAll(hump, '$1 ');
  const whole = parts === plain ? plain : `${plain} ${parts}`;
  const found = [...new Set(whole.toLowerCase().match(word))];
  return found.every((each) => each.length <= MAX_WORD)
    ? found
    : [...new Set(found.map((each) => each.slice(0, MAX_WORD).toWellFormed()))];
}
