import type { Lexicon } from './lexicon.ts';
import { type NormalisedText, normaliseText, quoteBehind } from './normalise.ts';
import { findPhrases, type PhraseHit } from './phrases.ts';

/** A string of a definition, read once: its words, sentences and the phrases of the lexicon in it. */
export type Text = {
  /** RFC 6901 pointer into the tool, or into its context. */
  pointer: string;
  normalised: NormalisedText;
  /** Lower-case words in order; hyphens part words, underscores do not. */
  words: string[];
  /** Where each word starts and ends in `normalised.text`. */
  starts: number[];
  ends: number[];
  /** For each word the number of its sentence, from 0. */
  sentenceOf: number[];
  /** Word at which headed sections ("Args:", "Returns:", "Examples:") begin; `words.length` where there are none. */
  sections: number;
  phrases: PhraseHit[];
};

/** Longest part of one text that is read. Longer descriptions are rare and read to here; the rest is a doubt. */
export const READ_CHARACTERS = 20_000;

const WORD = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_']*/gu;
const ENDS_SENTENCE =
  /[.!?;。！？；](?:["')\]*`]*)(?:\s|$)|[。！？；]|\n\s*\n|\n\s*(?:[-*•#>]|\d+[.)])|\n\s*[A-Z"'`[(*]|\n\s*[^\x00-\x7f]|:\s*\n/;
const SECTION =
  /^(?:args|arguments|parameters|params|returns|return|examples?|raises|input|inputs|output|outputs|usage|notes?|response|required|optional)$/;

/** Reads a string. */
export function readText(original: string, pointer: string, lexicon: Lexicon, cap: number = READ_CHARACTERS): Text {
  const normalised = normaliseText(original, cap, lexicon.lookAlikes);
  const text: Text = {
    pointer,
    normalised,
    words: [],
    starts: [],
    ends: [],
    sentenceOf: [],
    sections: -1,
    phrases: [],
  };
  splitWords(text);
  text.phrases = findPhrases(text, lexicon.phrases);
  return text;
}

/** The original behind the words from `first` up to but not including `end`. */
export function quoteWords(text: Text, first: number, end: number): string {
  return quoteBehind(text.normalised, text.starts[first] ?? 0, text.ends[end - 1] ?? 0);
}

function splitWords(into: Text): void {
  const { text, offsets } = into.normalised;
  const places = offsets === undefined ? plainWords(text) : foreignWords(text);
  let sentence = 0;
  let lastEnd = 0;
  for (let at = 0; at < places.length; at += 2) {
    const start = places[at]!;
    const end = places[at + 1]!;
    if (at > 0 && start - lastEnd > 1 && endsSentence(text, lastEnd, start)) sentence += 1;
    const word = text.slice(start, end).toLowerCase();
    if (into.sections < 0 && isSectionHead(text, word, start, end)) into.sections = into.words.length;
    into.words.push(word);
    into.starts.push(start);
    into.ends.push(end);
    into.sentenceOf.push(sentence);
    lastEnd = end;
  }
  if (into.sections < 0) into.sections = into.words.length;
}

/** Start and end of each word, in turn. */
function foreignWords(text: string): number[] {
  const places: number[] = [];
  for (const match of text.matchAll(WORD)) places.push(match.index, match.index + match[0].length);
  return places;
}

/** The same for ASCII, unit by unit: nearly all texts are, and an expression allocates a match for every word. */
function plainWords(text: string): number[] {
  const places: number[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const isApostrophe = text.charCodeAt(start) === APOSTROPHE;
    if (isApostrophe || PLAIN_LETTERS[text.charCodeAt(start)] !== 1) continue;
    let end = start + 1;
    while (end < text.length && PLAIN_LETTERS[text.charCodeAt(end)] === 1) end += 1;
    places.push(start, end);
    start = end;
  }
  return places;
}

const APOSTROPHE = 0x27;
/** Which ASCII characters a word may hold: letters, digits, `_`, and `'` where it does not begin with it. */
const PLAIN_LETTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_']/.test(String.fromCharCode(code)) ? 1 : 0,
);

function endsSentence(text: string, from: number, to: number): boolean {
  // At most 64 units: a longer gap between two words holds no prose, and ends a sentence.
  return to - from > 64 || ENDS_SENTENCE.test(text.slice(from, to + 1));
}

function isSectionHead(text: string, word: string, start: number, end: number): boolean {
  if (text.charCodeAt(end) !== 58 || !SECTION.test(word)) return false;
  const before = text.slice(Math.max(0, start - 40), start);
  return start === 0 || /(?:\n|[.!?]|\s{2})[\s*#_]*$/.test(before) || start < 3;
}
