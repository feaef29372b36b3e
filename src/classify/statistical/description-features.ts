import { stemsOf } from '../stems.ts';
import type { Subject } from '../subject.ts';
import type { Text } from '../text.ts';
import type { FeatureSink } from './feature-sink.ts';

const MAX_FIRST_WORDS = 40;
const MAX_REST_WORDS = 250;
const MAX_TITLE_WORDS = 12;

const NEGATIONS = new Set(
  ['not', 'never', 'without', 'no', 'cannot', "don't", "doesn't", "won't", "isn't", "can't", 'nor', 'neither'].flatMap(
    (word) => stemsOf([word], 1),
  ),
);
/** Stems that descriptions open with before they say what the tool does. */
const OPENINGS = new Set(
  stemsOf(
    'this tool a an the to use when that which you can will is it allows let for function endpoint api helps user your'.split(
      ' ',
    ),
    40,
  ),
);

const isTelling = (word: string) => !OPENINGS.has(word);

/** What the description tells: its head verb, the words of its first sentence, those of the rest, those of its lists. */
export function descriptionFeatures(subject: Subject, to: FeatureSink): void {
  const { begin, add } = to;
  const { description, title } = subject;
  const end = firstSentenceEnd(description);
  const first = stemsOf(description.words, MAX_FIRST_WORDS, 0, end);
  const sections = Math.max(end, description.sections);
  const rest = stemsOf(description.words, MAX_REST_WORDS, end, sections);
  const listed = stemsOf(description.words, MAX_REST_WORDS, sections);
  const titled = stemsOf(title?.words ?? [], MAX_TITLE_WORDS);
  const verbAt = first.findIndex(isTelling);
  const verb = first[verbAt] ?? '';
  const object = first.find((word, at) => at > verbAt && isTelling(word)) ?? '';
  const named = stemsOf(subject.name.words, MAX_TITLE_WORDS);
  begin('head');
  add('d0:', verb);
  add('d1:', object);
  add('d01:', verb, object);
  add('dn:', verb, named[0] ?? '');
  add('dl:', verb, named.at(-1) ?? '');
  for (const word of titled) add('t:', word);
  add('t0:', titled[0] ?? '');
  begin('first');
  addScoped(first, 'f', to);
  addPairs(first, 'fb:', to);
  begin('rest');
  addScoped(rest, 'r', to);
  addPairs(rest, 'rb:', to);
  begin('text');
  for (const word of listed) add('x:', word);
  add('len:', String(lengthBucket(description.words.length)));
}

/** The word after the first sentence of at least two words: a heading or a tag alone says little. */
function firstSentenceEnd(text: Text): number {
  for (let at = 2; at < text.words.length; at += 1) if (text.sentenceOf[at] !== text.sentenceOf[at - 1]) return at;
  return text.words.length;
}

/** Words, those within three after a negation marked as negated. */
function addScoped(words: readonly string[], kind: 'f' | 'r', { add }: FeatureSink): void {
  const [plain, negated] = [`${kind}:`, `${kind}!:`];
  let left = 0;
  for (const word of words) {
    const isNegation = NEGATIONS.has(word);
    left = isNegation ? 4 : Math.max(0, left - 1);
    add(left > 0 && !isNegation ? negated : plain, word);
  }
}

function addPairs(words: readonly string[], kind: string, { add }: FeatureSink): void {
  for (let at = 1; at < words.length; at += 1) add(kind, words[at - 1]!, words[at]);
}

/** About the logarithm of a number of words, 0 to 9. */
function lengthBucket(words: number): number {
  return words === 0 ? 0 : Math.min(9, 1 + Math.floor(Math.log2(1 + words / 3)));
}
