import { stemsOf } from '../stems.ts';
import type { Subject } from '../subject.ts';
import type { FeatureSink } from './feature-sink.ts';

/** Words of a name that are read. */
const MAX_WORDS = 12;
/** Words, and letters of each, that are cut into pieces. */
const MAX_CUT_WORDS = 6;
const MAX_CUT_LETTERS = 24;

/** What the name of a tool tells: its words with their places, pairs, and pieces of letters. */
export function nameFeatures(subject: Subject, { begin, add, addPart }: FeatureSink): void {
  const words = stemsOf(subject.name.words, MAX_WORDS);
  begin('name');
  for (const word of words) add('n:', word);
  add('n0:', words[0] ?? '');
  add('n1:', words[1] ?? '');
  add('n-1:', words.at(-1) ?? '');
  add('nc:', String(Math.min(words.length, 5)));
  begin('pairs');
  for (let at = 1; at < words.length; at += 1) add('nb:', words[at - 1]!, words[at]);
  if (words.length > 2) add('nf:', words[0]!, words.at(-1));
  add('nn:', words.join(' '));
  begin('letters');
  for (const word of subject.name.words.slice(0, MAX_CUT_WORDS)) {
    const padded = `^${word.slice(0, MAX_CUT_LETTERS)}$`;
    for (const size of [3, 4, 5])
      for (let at = 0; at + size <= padded.length; at += 1) addPart('l:', padded, at, at + size);
  }
}
