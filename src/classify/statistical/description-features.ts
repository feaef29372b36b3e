import type { Subject } from '../subject.ts';
import type { Text } from '../text.ts';
import { stemsOf } from './words.ts';

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

/** What the description tells: its head verb, the words of its first sentence, those of the rest, those of its lists. */
export function descriptionFeatures(subject: Subject): {
  head: string[];
  first: string[];
  rest: string[];
  text: string[];
} {
  const { description, title } = subject;
  const end = firstSentenceEnd(description);
  const first = stemsOf(description.words, MAX_FIRST_WORDS, 0, end);
  const sections = Math.max(end, description.sections);
  const rest = stemsOf(description.words, MAX_REST_WORDS, end, sections);
  const listed = stemsOf(description.words, MAX_REST_WORDS, sections);
  const titled = stemsOf(title?.words ?? [], MAX_TITLE_WORDS);
  const said = first.filter((word) => !OPENINGS.has(word));
  const [verb = '', object = ''] = said;
  const named = stemsOf(subject.name.words, MAX_TITLE_WORDS);
  return {
    head: [
      `d0:${verb}`,
      `d1:${object}`,
      `d01:${verb} ${object}`,
      `dn:${verb} ${named[0] ?? ''}`,
      `dl:${verb} ${named.at(-1) ?? ''}`,
      ...titled.map((word) => `t:${word}`),
      `t0:${titled[0] ?? ''}`,
    ],
    first: [...scoped(first, 'f'), ...pairs(first, 'fb')],
    rest: [...scoped(rest, 'r'), ...pairs(rest, 'rb')],
    text: [...listed.map((word) => `x:${word}`), `len:${lengthBucket(description.words.length)}`],
  };
}

/** The word after the first sentence of at least two words: a heading or a tag alone says little. */
function firstSentenceEnd(text: Text): number {
  for (let at = 2; at < text.words.length; at += 1) if (text.sentenceOf[at] !== text.sentenceOf[at - 1]) return at;
  return text.words.length;
}

/** Words, those within three after a negation marked as negated. */
function scoped(words: readonly string[], prefix: string): string[] {
  let left = 0;
  return words.map((word) => {
    if (NEGATIONS.has(word)) {
      left = 4;
      return `${prefix}:${word}`;
    }
    if (left > 0) left -= 1;
    return left > 0 ? `${prefix}!:${word}` : `${prefix}:${word}`;
  });
}

function pairs(words: readonly string[], prefix: string): string[] {
  return words.slice(1).map((word, index) => `${prefix}:${words[index]} ${word}`);
}

/** About the logarithm of a number of words, 0 to 9. */
function lengthBucket(words: number): number {
  return words === 0 ? 0 : Math.min(9, 1 + Math.floor(Math.log2(1 + words / 3)));
}
