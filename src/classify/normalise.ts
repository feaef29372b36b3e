/** A trick found while normalising: invisible characters, characters that turn the direction, or look-alikes. */
export type Disguise = {
  kind: 'zero-width' | 'bidirectional' | 'tag-characters' | 'look-alike';
  /** Where it stands in the original, in UTF-16 units. */
  start: number;
  end: number;
};

/** A text as classify reads it, with the way back to what was written. */
export type NormalisedText = {
  original: string;
  /** Compatibility forms folded (NFKC), look-alikes folded, invisible characters gone; the case is kept. */
  text: string;
  /** For each UTF-16 unit of `text` (and its end) the place in `original`; absent where both are the same. */
  offsets?: Uint32Array;
  disguises: Disguise[];
  /** Whether the original was longer than what is read. */
  cut: boolean;
};

const PLAIN = /^[\t\n\r\x20-\x7e]*$/;
const ZERO_WIDTH =
  /[\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]|\u034f/;
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;
const VARIATION = /[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/u;
/** Scripts that need joiners and direction marks; there these characters are no trick. */
const NEEDS_MARKS = /[\u0590-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff]/;
const PICTOGRAM = /\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}]|\ufe0f/u;
const LATIN = /[A-Za-z]/;
const CYRILLIC_OR_GREEK = /[\u0370-\u03ff\u0400-\u052f\u0250-\u02af\u0131\u0531-\u058f\u13a0-\u13ff\ua4d0-\ua4ff]/;

/** Normalises a text for reading; at most `cap` UTF-16 units of it. */
export function normaliseText(original: string, cap: number, lookAlikes: ReadonlyMap<string, string>): NormalisedText {
  const cut = original.length > cap;
  const read = cut ? original.slice(0, cap) : original;
  if (PLAIN.test(read)) return { original, text: read, disguises: [], cut };
  const folded = lookAlikesOf(read, lookAlikes);
  const disguises: Disguise[] = [];
  const offsets: number[] = [];
  let text = '';
  const keepsMarks = NEEDS_MARKS.test(read);
  let at = 0;
  for (const character of read) {
    if (character < '\x80') {
      offsets.push(at);
      text += character;
      at += 1;
      continue;
    }
    const end = at + character.length;
    const kind = disguiseOf(character, read, at, keepsMarks);
    if (kind !== undefined) note(disguises, kind, at, end);
    const plain = isInvisible(character) ? revealTag(character) : (folded.get(at) ?? character.normalize('NFKC'));
    if (folded.has(at)) note(disguises, 'look-alike', at, end);
    for (let unit = 0; unit < plain.length; unit += 1) offsets.push(at);
    text += plain === '\u2019' ? "'" : plain;
    at = end;
  }
  offsets.push(at);
  return { original, text, offsets: new Uint32Array(offsets), disguises, cut };
}

/** The verbatim part of the original that stands behind `text.slice(start, end)`. */
export function quoteBehind(normalised: NormalisedText, start: number, end: number): string {
  const { original, offsets } = normalised;
  if (offsets === undefined) return original.slice(start, end);
  return original.slice(offsets[start] ?? 0, offsets[end] ?? original.length);
}

function note(disguises: Disguise[], kind: Disguise['kind'], start: number, end: number): void {
  const last = disguises.at(-1);
  if (last?.kind === kind && last.end === start) last.end = end;
  else disguises.push({ kind, start, end });
}

function isTag(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return point >= 0xe0000 && point <= 0xe007f;
}

function isInvisible(character: string): boolean {
  return ZERO_WIDTH.test(character) || TURNING.test(character) || VARIATION.test(character) || isTag(character);
}

/** Tag characters spell ASCII that no person sees but a model reads: it is read here as well. */
function revealTag(character: string): string {
  if (!isTag(character)) return '';
  const point = (character.codePointAt(0) ?? 0) - 0xe0000;
  return point >= 0x20 && point < 0x7f ? String.fromCharCode(point) : '';
}

function disguiseOf(character: string, text: string, at: number, keepsMarks: boolean): Disguise['kind'] | undefined {
  if (TURNING.test(character)) return 'bidirectional';
  if (isTag(character)) return isFlag(text, at) ? undefined : 'tag-characters';
  if (!ZERO_WIDTH.test(character) || keepsMarks || (character === '\ufeff' && at === 0)) return undefined;
  if (character === '\u200d' && PICTOGRAM.test(String.fromCodePoint(text.codePointAt(at + 1) ?? 0x20)))
    return undefined;
  return 'zero-width';
}

/** The flags of England, Scotland and Wales are a black flag followed by tag characters. */
function isFlag(text: string, at: number): boolean {
  return text.slice(Math.max(0, at - 14), at).includes('\u{1f3f4}');
}

/** Look-alike letters inside words that also hold Latin letters, by place, with the Latin letter that they stand for. */
function lookAlikesOf(text: string, lookAlikes: ReadonlyMap<string, string>): Map<number, string> {
  const found = new Map<number, string>();
  if (!CYRILLIC_OR_GREEK.test(text)) return found;
  for (const word of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    if (!CYRILLIC_OR_GREEK.test(word[0]) || !LATIN.test(word[0])) continue;
    let at = word.index;
    for (const character of word[0]) {
      const latin = lookAlikes.get(character);
      if (latin !== undefined) found.set(at, latin);
      at += character.length;
    }
  }
  return found;
}
