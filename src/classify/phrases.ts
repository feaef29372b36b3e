import type { Text } from './text.ts';

/** A phrase of the lexicon that stands in a text. */
export type PhraseHit = {
  group: string;
  key: string;
  /** First word, and the word after the last. */
  first: number;
  end: number;
  /** Whether "not", "never", "without" or the like stands just before it in the same sentence. */
  negated: boolean;
};

/** One phrase after its first word: for each further word what may stand there; null for any word. */
type Continuation = { group: string; key: string; rest: readonly (ReadonlySet<string> | null)[] };

/** All phrases, by their first word. */
export type PhraseIndex = ReadonlyMap<string, readonly Continuation[]>;

const NEGATIONS = new Set([
  'not',
  'never',
  'without',
  'no',
  "doesn't",
  "don't",
  "won't",
  'cannot',
  "can't",
  'nor',
  "isn't",
  "aren't",
]);
/** How many words before a phrase a negation still reaches it. */
const NEGATION_REACH = 3;

/**
 * Indexes phrases. A phrase is words parted by blanks; `a|b` stands for either word, `*` for any one word.
 */
export function indexPhrases(
  groups: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
): PhraseIndex {
  const index = new Map<string, Continuation[]>();
  for (const [group, keys] of Object.entries(groups)) {
    for (const [key, phrases] of Object.entries(keys)) {
      for (const phrase of phrases) {
        const [first = '', ...rest] = phrase.split(' ');
        const continuation = { group, key, rest: rest.map((word) => (word === '*' ? null : new Set(word.split('|')))) };
        for (const word of first.split('|')) index.set(word, [...(index.get(word) ?? []), continuation]);
      }
    }
  }
  return index;
}

/** Finds every phrase in a text, in the order of their first words; a phrase never crosses the end of a sentence. */
export function findPhrases(text: Text, index: PhraseIndex): PhraseHit[] {
  const hits: PhraseHit[] = [];
  const { words } = text;
  for (let first = 0; first < words.length; first += 1) {
    const continuations = index.get(words[first]!);
    if (continuations === undefined) continue;
    for (const { group, key, rest } of continuations)
      if (continuesWith(text, first, rest))
        hits.push({ group, key, first, end: first + 1 + rest.length, negated: isNegated(text, first) });
  }
  return hits;
}

function continuesWith(text: Text, first: number, rest: Continuation['rest']): boolean {
  const last = first + rest.length;
  if (last >= text.words.length || text.sentenceOf[last] !== text.sentenceOf[first]) return false;
  for (let offset = 0; offset < rest.length; offset += 1) {
    const allowed = rest[offset];
    if (allowed !== null && allowed !== undefined && !allowed.has(text.words[first + 1 + offset] ?? '')) return false;
  }
  return true;
}

/** Whether a negation stands within reach before a word of the same sentence. */
export function isNegated(text: Text, at: number): boolean {
  for (let back = at - 1; back >= 0 && back >= at - NEGATION_REACH; back -= 1) {
    if (text.sentenceOf[back] !== text.sentenceOf[at]) return false;
    if (NEGATIONS.has(text.words[back] ?? '')) return true;
  }
  return false;
}
