import { stemmer } from 'stemmer';
import { isSpaceless } from './lexicon.ts';

/** Stems that are remembered: bounds the memory that a flood of made-up words can take. */
const MAX_STEMS = 20_000;
/** Longest word whose stem is remembered. */
const MAX_REMEMBERED_LETTERS = 40;
const stems = new Map<string, string>();

const ENGLISH = /^[a-z]{3,40}$/;
const NUMBER = /\d{3,}/;

/** The Porter stem of a lower-case word; long numbers become `#`, what is no English word stays as it is. */
function stemOf(word: string): string {
  const stem = ENGLISH.test(word) ? stemmer(word) : NUMBER.test(word) ? '#' : word.slice(0, 40);
  if (stems.size < MAX_STEMS && word.length <= MAX_REMEMBERED_LETTERS) stems.set(ownCopy(word), ownCopy(stem));
  return stem;
}

/** The same string, but cut out of a string that is hardly longer: else a word keeps alive the whole text that it stood in. */
function ownCopy(word: string): string {
  return ` ${word}`.slice(1);
}

/** Stems that are read of the name of a sibling or a parameter. */
export const MAX_NAME_STEMS = 8;

/** Stems of lower-case words, at most `limit`; words of scripts without blanks as pairs of characters. */
export function stemsOf(words: readonly string[], limit: number, from = 0, end = words.length): string[] {
  const found: string[] = [];
  for (let at = from; at < end && found.length < limit; at += 1) {
    const word = words[at]!;
    const known = stems.get(word);
    if (known !== undefined) found.push(known);
    else if (isSpaceless(word)) found.push(...pairsOf(word.slice(0, limit)));
    else found.push(stemOf(word));
  }
  return found;
}

function pairsOf(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
