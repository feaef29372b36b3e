import type { ToolDefinition } from '../model/tool.ts';

/** Characters of a definition that are searched; the longest honest descriptions stay below. */
const MAX_CHARACTERS = 8000;

/** Longest word that is told apart from others with the same beginning. */
const MAX_WORD = 60;

/** The distinct words of name, title and description, lower case, blanks between: what a text search looks through. */
export function searchWords({ name, title, description }: ToolDefinition): string {
  return wordsOf([name, title ?? '', description ?? ''].join(' ')).join(' ');
}

/** The distinct words of a text: letters and digits, lower case, `camelCase` taken apart as well as whole. */
export function wordsOf(text: string): string[] {
  const plain = text.slice(0, MAX_CHARACTERS).toWellFormed();
  const parts = plain.replaceAll(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ');
  const found = `${plain} ${parts}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(found.map((word) => word.slice(0, MAX_WORD).toWellFormed()))];
}
