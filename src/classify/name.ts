import type { Lexicon } from './lexicon.ts';

/** A piece of a tool's name. */
export type NameToken = {
  /** Lower case. */
  text: string;
  /** Where it stands in the name, in UTF-16 units. */
  start: number;
  end: number;
};

/** Longest part of a name that is read; the protocol's own limit is 128. */
const NAME_CHARACTERS = 256;
const TOKEN = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\x00-\x7f]+/g;

/** Splits a name at case changes, digits and everything that is no letter; glued words are parted by the lexicon. */
export function splitName(name: string, lexicon: Lexicon): NameToken[] {
  const tokens: NameToken[] = [];
  for (const match of name.slice(0, NAME_CHARACTERS).matchAll(TOKEN)) {
    const start = match.index;
    const text = match[0].toLowerCase();
    if (/^\d+$/.test(text)) continue;
    for (const piece of partGlued(text, lexicon)) {
      const from = start + piece.at;
      tokens.push({ text: piece.text, start: from, end: from + piece.text.length });
    }
  }
  return tokens;
}

type Piece = { text: string; at: number };

/** Parts a word such as `listusers` when a verb and known words make up all of it. */
function partGlued(word: string, lexicon: Lexicon): Piece[] {
  const whole = [{ text: word, at: 0 }];
  if (word.length < 7 || word.length > 40 || lexicon.pieces.has(word) || lexicon.verbForms.has(word)) return whole;
  if (!/^[a-z]+$/.test(word)) return whole;
  for (let end = Math.min(word.length - 3, 12); end >= 3; end -= 1) {
    const head = word.slice(0, end);
    if (lexicon.verbForms.get(head)?.form !== 'base') continue;
    const rest = partAll(word, end, lexicon);
    if (rest !== undefined) return [{ text: head, at: 0 }, ...rest];
  }
  return whole;
}

/** Parts the rest of a word from `from` into known words of at least two letters, longest first; at most three. */
function partAll(word: string, from: number, lexicon: Lexicon, left = 3): Piece[] | undefined {
  if (from === word.length) return [];
  if (left === 0) return undefined;
  for (let end = word.length; end >= from + 2; end -= 1) {
    const text = word.slice(from, end);
    if (!lexicon.pieces.has(text) || (text.length < 3 && end === word.length)) continue;
    const rest = partAll(word, end, lexicon, left - 1);
    if (rest !== undefined) return [{ text, at: from }, ...rest];
  }
  return undefined;
}

/**
 * How many tokens at the start of a name are the vendor's or the server's prefix: shared by most siblings, or words
 * of the server's id; a verb that can be nothing else is never a prefix, and one token always remains.
 */
export function prefixLength(
  tokens: readonly NameToken[],
  siblings: readonly (readonly NameToken[])[],
  serverWords: ReadonlySet<string>,
  lexicon: Lexicon,
): number {
  let length = 0;
  while (length < tokens.length - 1) {
    const token = tokens[length]?.text ?? '';
    const shared = siblings.filter((sibling) => sibling[length]?.text === token).length;
    const isCommon = siblings.length >= 3 && shared >= siblings.length * 0.6;
    const isVerb = lexicon.verbForms.get(token)?.form === 'base';
    if (isVerb && !(isCommon && shared === siblings.length && lexicon.nounVerbs.has(token))) break;
    if (!isCommon && !serverWords.has(token)) break;
    length += 1;
  }
  return length;
}

/** Whether most of a server's names end in their verb (`user_delete`) rather than begin with it. */
export function verbsComeLast(names: readonly (readonly NameToken[])[], lexicon: Lexicon): boolean {
  let first = 0;
  let last = 0;
  for (const tokens of names) {
    if (tokens.length < 2) continue;
    if (isPlainVerb(tokens.at(-1)?.text, lexicon)) last += 1;
    if (tokens.slice(0, 2).some((token) => isPlainVerb(token.text, lexicon)) && tokens.length > 2) first += 1;
    else if (isPlainVerb(tokens[0]?.text, lexicon)) first += 1;
  }
  return last > first;
}

/** Whether a word is a verb in its base form that is seldom a noun. */
export function isPlainVerb(word: string | undefined, lexicon: Lexicon): boolean {
  return word !== undefined && lexicon.verbForms.get(word)?.form === 'base' && !lexicon.nounVerbs.has(word);
}
