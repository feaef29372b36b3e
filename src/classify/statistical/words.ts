import { split } from 'change-case';
import { stemmer } from 'stemmer';

/** Stems that are remembered: bounds the memory that a flood of made-up words can take. */
const MAX_STEMS = 20_000;
const stems = new Map<string, string>();

/** Words and runs of CJK characters; digits stand for themselves inside words. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}]+/gu;
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const UNWRITTEN = /\d{3,}/;

/** The Porter stem of a lower-case word; words that are no English letters stay as they are. */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = word.length > 2 && /^[a-z]+$/.test(word) ? stemmer(word) : word;
  if (stems.size < MAX_STEMS) stems.set(word, stem);
  return stem;
}

/** Stems of a text in order, at most `limit`: CJK runs as pairs of characters, long numbers as `#`. */
export function wordsOf(text: string, limit: number): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(WORD)) {
    if (words.length >= limit) break;
    const word = match[0].toLowerCase();
    if (CJK.test(word)) words.push(...pairsOf(word.slice(0, limit)));
    else words.push(UNWRITTEN.test(word) ? '#' : stemOf(word.slice(0, 40)));
  }
  return words.slice(0, limit);
}

/** Stems of an identifier: camelCase, snake_case, kebab-case and dots are split, at most 16 parts. */
export function identifierWords(identifier: string): string[] {
  return split(identifier.slice(0, 200))
    .slice(0, 16)
    .flatMap((part) => wordsOf(part, 8));
}

function pairsOf(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
