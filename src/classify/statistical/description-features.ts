import type { Tool } from '../../model/tool.ts';
import { wordsOf } from './words.ts';

const MAX_CHARACTERS = 6_000;
const MAX_FIRST_WORDS = 40;
const MAX_REST_WORDS = 250;

const NEGATIONS = new Set(['not', 'never', 'without', 'no', 'cannot', 'don', 'doesn', 'won', 'isn', 'nor', 'neither']);
const BOILERPLATE = new Set(
  'thi tool a an the to us when that which you can will is it allow let for function endpoint api help user your'.split(
    ' ',
  ),
);
/** Headings behind which parameters and results are listed. */
const SECTION =
  /\n\s*(?:#+\s*)?(?:args|arguments|parameters|params|returns?|examples?|output|input|raises|note)\b[^\n]{0,40}:?/i;

/** What the description tells: its head verb, the words of its first sentence, and those of the rest. */
export function descriptionFeatures(
  tool: Tool,
  nameWords: readonly string[],
): { head: string[]; first: string[]; rest: string[]; text: string[] } {
  const text = (tool.description ?? '')
    .slice(0, MAX_CHARACTERS)
    .replace(/^\s*(?:\[[^\]]{1,60}\]|\([^)]{1,60}\))\s*/, '')
    .trim();
  const end = firstSentenceEnd(text);
  const firstWords = wordsOf(text.slice(0, end), MAX_FIRST_WORDS);
  const restText = text.slice(end);
  const section = SECTION.exec(restText)?.index ?? restText.length;
  const rest = wordsOf(restText.slice(0, section), MAX_REST_WORDS);
  const listed = wordsOf(restText.slice(section), MAX_REST_WORDS);
  const titleWords = wordsOf(tool.title ?? titleOf(tool) ?? '', 12);
  const said = firstWords.filter((word) => !BOILERPLATE.has(word));
  const verb = said[0] ?? '';
  const head = [
    `d0:${verb}`,
    `d1:${said[1] ?? ''}`,
    `d01:${verb} ${said[1] ?? ''}`,
    `dn:${verb} ${nameWords[0] ?? ''}`,
    `dl:${verb} ${nameWords.at(-1) ?? ''}`,
    ...titleWords.map((word) => `t:${word}`),
    `t0:${titleWords[0] ?? ''}`,
  ];
  return {
    head,
    first: [...scoped(firstWords, 'f'), ...pairs(firstWords, 'fb')],
    rest: [...new Set([...scoped(rest, 'r'), ...pairs(rest, 'rb')])],
    text: [...new Set(listed.map((word) => `x:${word}`)), `len:${lengthBucket(text.length)}`],
  };
}

function titleOf(tool: Tool): string | undefined {
  const title = tool.annotations?.title;
  return typeof title === 'string' ? title : undefined;
}

function firstSentenceEnd(text: string): number {
  const match = /[.!?](?=\s|$)|\n\s*\n|\n\s*[-*#]|。|；|\n(?=[A-Z])/.exec(text);
  return match === null ? text.length : match.index + 1;
}

/** Words, those within three after a negation marked as negated. */
function scoped(words: readonly string[], prefix: string): string[] {
  let left = 0;
  const marked = words.map((word) => {
    if (NEGATIONS.has(word)) {
      left = 4;
      return `${prefix}:${word}`;
    }
    if (left > 0) left -= 1;
    return left > 0 ? `${prefix}!:${word}` : `${prefix}:${word}`;
  });
  return [...new Set(marked)];
}

function pairs(words: readonly string[], prefix: string): string[] {
  return [...new Set(words.slice(1).map((word, index) => `${prefix}:${words[index]} ${word}`))];
}

function lengthBucket(length: number): number {
  return length === 0 ? 0 : Math.min(9, 1 + Math.floor(Math.log2(1 + length / 20)));
}
