import type { Lexicon } from './lexicon.ts';
import { rememberBy } from './remembered.ts';

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

/** Splits a name at case changes, digits and everything that is no letter; glued words are parted by the lexicon. */
export function splitName(name: string, lexicon: Lexicon): NameToken[] {
  const tokens: NameToken[] = [];
  const read = name.length > NAME_CHARACTERS ? name.slice(0, NAME_CHARACTERS) : name;
  let end: number;
  for (let start = 0; start < read.length; start = end) {
    end = runEnd(read, start);
    const kind = kindAt(read, start);
    if (kind === NO_LETTER || kind === DIGIT) continue;
    for (const { text, at } of partGlued(read.slice(start, end).toLowerCase(), lexicon))
      tokens.push({ text, start: start + at, end: start + at + text.length });
  }
  return tokens;
}

const [NO_LETTER, CAPITAL, SMALL, DIGIT, FOREIGN] = [0, 1, 2, 3, 4];
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[A-Z]/.test(character) ? CAPITAL : /[a-z]/.test(character) ? SMALL : /\d/.test(character) ? DIGIT : NO_LETTER;
});

/** What stands at a place of a name. */
function kindAt(name: string, at: number): number | undefined {
  return at < name.length ? (KINDS[name.charCodeAt(at)] ?? FOREIGN) : undefined;
}

/** The end of the run of one kind that starts at a place; the last of several capitals belongs to the small letters after it. */
function runEnd(name: string, start: number): number {
  const kind = kindAt(name, start);
  let end = start + 1;
  while (kindAt(name, end) === kind) end += 1;
  if (kind !== CAPITAL || kindAt(name, end) !== SMALL) return end;
  if (end - start > 1) return end - 1;
  while (kindAt(name, end) === SMALL) end += 1;
  return end;
}

type Piece = { text: string; at: number };

/** Parts a word such as `listusers` when a verb and known words make up all of it. */
const partGlued = rememberBy((word: string, lexicon: Lexicon): Piece[] => {
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
});

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

/** Finds the word that most of some names have at a place, and in how many it stands there; undefined where no word is so common. */
export type SharedWords = (place: number) => { text: string; count: number } | undefined;

/** Share of the siblings that a prefix has, and how few siblings show none. */
const COMMON_SHARE = 0.6;
const MIN_NAMES = 3;

/** Finds the common words of a server's names; each place is looked at once. */
export function shareWords(names: readonly (readonly NameToken[])[]): SharedWords {
  const found: ReturnType<SharedWords>[] = [];
  return (place) => {
    if (names.length < MIN_NAMES) return undefined;
    while (found.length <= place) found.push(mostCommon(names, found.length));
    return found[place];
  };
}

/** The word at a place that has a common share: a majority, found by voting (Boyer, Moore). */
function mostCommon(names: readonly (readonly NameToken[])[], place: number): ReturnType<SharedWords> {
  let text: string | undefined;
  let votes = 0;
  for (const name of names) {
    const word = name[place]?.text;
    if (votes === 0) text = word;
    votes += word === text ? 1 : -1;
  }
  if (text === undefined) return undefined;
  let count = 0;
  for (const name of names) if (name[place]?.text === text) count += 1;
  return count >= names.length * COMMON_SHARE ? { text, count } : undefined;
}

/**
 * How many tokens at the start of a name are the vendor's or the server's prefix: shared by most siblings, or words
 * of the server's id; a verb that can be nothing else is never a prefix, and one token always remains.
 */
export function prefixLength(
  tokens: readonly NameToken[],
  siblings: { count: number; shared: SharedWords },
  serverWords: ReadonlySet<string>,
  lexicon: Lexicon,
): number {
  let length = 0;
  while (length < tokens.length - 1) {
    const token = tokens[length]?.text ?? '';
    const shared = siblings.shared(length);
    const isCommon = shared?.text === token;
    if (!isCommon && !serverWords.has(token)) break;
    const isVerb = lexicon.verbForms.get(token)?.form === 'base';
    if (isVerb && !(isCommon && shared.count === siblings.count && lexicon.nounVerbs.has(token))) break;
    length += 1;
  }
  return length;
}

/** On which side of a name its verb stands: 1 at the end (`user_delete`), -1 at the start, 0 where both or neither may be. */
export function verbSide(tokens: readonly NameToken[], lexicon: Lexicon): number {
  if (tokens.length < 2) return 0;
  const isVerb = (at: number) => isPlainVerb(tokens[at]?.text, lexicon);
  const isFirst = isVerb(0) || (tokens.length > 2 && isVerb(1));
  return (isVerb(tokens.length - 1) ? 1 : 0) - (isFirst ? 1 : 0);
}

/** Whether a word is a verb in its base form that is seldom a noun. */
export function isPlainVerb(word: string | undefined, lexicon: Lexicon): boolean {
  return word !== undefined && lexicon.verbForms.get(word)?.form === 'base' && !lexicon.nounVerbs.has(word);
}
