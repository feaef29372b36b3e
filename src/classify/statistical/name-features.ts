import type { Subject } from '../subject.ts';
import { stemsOf } from './words.ts';

/** Words of a name that are read. */
const MAX_WORDS = 12;
/** Words, and letters of each, that are cut into pieces. */
const MAX_CUT_WORDS = 6;
const MAX_CUT_LETTERS = 24;

/** What the name of a tool tells: its words with their places, pairs, and pieces of letters. */
export function nameFeatures(subject: Subject): { name: string[]; pairs: string[]; letters: string[] } {
  const words = stemsOf(subject.name.words, MAX_WORDS);
  const name = [
    ...words.map((word) => `n:${word}`),
    `n0:${words[0] ?? ''}`,
    `n1:${words[1] ?? ''}`,
    `n-1:${words.at(-1) ?? ''}`,
    `nc:${Math.min(words.length, 5)}`,
  ];
  const pairs = words.slice(1).map((word, index) => `nb:${words[index]} ${word}`);
  if (words.length > 2) pairs.push(`nf:${words[0]} ${words.at(-1)}`);
  pairs.push(`nn:${words.join(' ')}`);
  return { name, pairs, letters: lettersOf(subject.name.words) };
}

function lettersOf(words: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const word of words.slice(0, MAX_CUT_WORDS)) {
    const padded = `^${word.slice(0, MAX_CUT_LETTERS)}$`;
    for (const size of [3, 4, 5])
      for (let at = 0; at + size <= padded.length; at += 1) pieces.push(`l:${padded.slice(at, at + size)}`);
  }
  return pieces;
}
