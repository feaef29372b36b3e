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
  const count = offsets === undefined ? placePlainWords(text) : placeForeignWords(text);
  // Of ASCII the small letters stand at the same places.
  const small = offsets === undefined ? text.toLowerCase() : undefined;
  into.sections = count;
  let sentence = 0;
  for (let at = 0; at < count; at += 1) {
    const start = starts[at]!;
    const end = ends[at]!;
    const before = at === 0 ? start : ends[at - 1]!;
    if (start - before > 1 && endsSentence(text, before, start)) sentence += 1;
    const word = small?.slice(start, end) ?? text.slice(start, end).toLowerCase();
    if (into.sections === count && isSectionHead(text, word, start, end)) into.sections = at;
    into.words.push(word);
    sentences[at] = sentence;
  }
  into.starts = starts.slice(0, count);
  into.ends = ends.slice(0, count);
  into.sentenceOf = sentences.slice(0, count);
}

// Where the words of the text that is being read start and end, and their sentences: copied out of lists that have grown
// already, so that not three lists grow step by step for every text.
const starts: number[] = [];
const ends: number[] = [];
const sentences: number[] = [];

/** Puts down where each word starts and ends, and gives how many there are. */
function placeForeignWords(text: string): number {
  let count = 0;
  for (const match of text.matchAll(WORD)) {
    starts[count] = match.index;
    ends[count] = match.index + match[0].length;
    count += 1;
  }
  return count;
}

/** The same for ASCII, unit by unit: nearly all texts are, and an expression allocates a match for every word. */
function placePlainWords(text: string): number {
  let count = 0;
  for (let start = 0; start < text.length; start += 1) {
    const isApostrophe = text.charCodeAt(start) === APOSTROPHE;
    if (isApostrophe || PLAIN_LETTERS[text.charCodeAt(start)] !== 1) continue;
    let end = start + 1;
    while (end < text.length && PLAIN_LETTERS[text.charCodeAt(end)] === 1) end += 1;
    starts[count] = start;
    ends[count] = end;
    count += 1;
    start = end;
  }
  return count;
}

const APOSTROPHE = 0x27;
/** Which ASCII characters a word may hold: letters, digits, `_`, and `'` where it does not begin with it. */
const PLAIN_LETTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_']/.test(String.fromCharCode(code)) ? 1 : 0,
);

function endsSentence(text: string, from: number, to: number): boolean {
  // At most 64 units: a longer gap between two words holds no prose, and ends a sentence.
  return to - from > 64 || (mayEndSentence(text, from, to) && ENDS_SENTENCE.test(text.slice(from, to + 1)));
}

/** Whether a gap holds one of the characters without which no sentence ends: the expression is run for few gaps. */
function mayEndSentence(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (SENTENCE_ENDS[text.charCodeAt(at)] !== 0) return true;
  return false;
}

/** Of ASCII 1 for the characters that an end of a sentence holds; beyond it any character may be one. */
const SENTENCE_ENDS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[.!?;\n]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function isSectionHead(text: string, word: string, start: number, end: number): boolean {
  if (text.charCodeAt(end) !== 58 || !SECTION.test(word)) return false;
  const before = text.slice(Math.max(0, start - 40), start);
  return start === 0 || /(?:\n|[.!?]|\s{2})[\s*#_]*$/.test(before) || start < 3;
}
