import type { Category } from '../model/category.ts';
import type { Lexicon } from './lexicon.ts';
import { isPlainVerb } from './name.ts';

/** What somebody says that a tool does: a verb with its objects, in a sense of the lexicon. */
export type Deed = {
  /** Sense of the verb beside these objects, e.g. `deletes`, `ends`, `bills`. */
  sense: string;
  /** Base form. */
  verb: string;
  /** Place of the verb among the words. */
  verbAt: number;
  /** The words of its object, verb and particles left out. */
  objects: string[];
  /** The category that the sense speaks for; absent for senses that tell nothing, such as `manages`. */
  category?: Category;
};

const PARTICLES = new Set([
  'the',
  'a',
  'an',
  'of',
  'and',
  'or',
  'all',
  'new',
  'your',
  'this',
  'that',
  'its',
  'one',
  'any',
  'every',
  'each',
  'existing',
  'specific',
  'specified',
  'given',
  'multiple',
  'several',
  'single',
  'current',
  'my',
  'their',
  'bulk',
  'batch',
  'more',
  'many',
  'some',
  'v',
]);
const PREPOSITIONS = new Set([
  'by',
  'for',
  'from',
  'to',
  'in',
  'on',
  'with',
  'at',
  'into',
  'using',
  'via',
  'as',
  'within',
  'between',
  'when',
  'where',
  'which',
  'that',
  'if',
  'based',
  'through',
  'against',
  'about',
  'after',
  'before',
  'under',
  'over',
  'and',
  'then',
  'whose',
  'while',
  'so',
  'without',
  'only',
  'per',
  'who',
  'is',
  'are',
  'was',
  'can',
  'has',
  'have',
]);

/** The deed of a name's tokens, vendor prefix taken off; undefined where no verb is among them. */
export function deedOfName(tokens: readonly string[], verbLast: boolean, lexicon: Lexicon): Deed | undefined {
  const at = verbOfName(tokens, verbLast, lexicon);
  if (at === undefined) return undefined;
  const after = tokens.slice(at + 1);
  const objects = after.length > 0 ? objectWords(after) : objectWords(tokens.slice(0, at));
  return deedOf(
    tokens[at] ?? '',
    at,
    objects.length > 0 ? objects : objectWords(tokens.slice(0, at)),
    wordsFrom(after),
    lexicon,
  );
}

/** A verb form with its objects, in the sense that the rulings give it. */
export function deedOf(
  word: string,
  verbAt: number,
  objects: string[],
  from: readonly string[],
  lexicon: Lexicon,
): Deed | undefined {
  const form = lexicon.verbForms.get(word);
  if (form === undefined) return undefined;
  const sense = senseOf(form.verb, form.sense, { objects, from }, lexicon);
  const category = lexicon.categoryOf.get(sense);
  return { sense, verb: form.verb, verbAt, objects, ...(category === undefined ? {} : { category }) };
}

/** The words of an object phrase, up to the first preposition. */
export function objectWords(words: readonly string[], limit = 8): string[] {
  const objects: string[] = [];
  for (const word of words.slice(0, limit)) {
    if (PREPOSITIONS.has(word) || (word === 'of' && !isMeasure(objects.at(-1)))) {
      if (objects.length > 0) break;
      continue;
    }
    if (!PARTICLES.has(word)) objects.push(word);
  }
  return objects;
}

/** Whether "of" after this word goes on to what is meant: "a list of invoices", but "the note of a payment". */
function isMeasure(word: string | undefined): boolean {
  return word === undefined || MEASURES.has(word);
}

const MEASURES = new Set([
  'list',
  'set',
  'number',
  'batch',
  'group',
  'collection',
  'copy',
  'pair',
  'bunch',
  'series',
  'range',
  'instance',
  'type',
  'part',
  'contents',
  'content',
  'creation',
  'deletion',
  'version',
]);

function verbOfName(tokens: readonly string[], verbLast: boolean, lexicon: Lexicon): number | undefined {
  const isPair = (at: number) => lexicon.compounds.get(tokens[at] ?? '')?.has(tokens[at + 1] ?? '') === true;
  const isVerb = (at: number) => lexicon.verbForms.get(tokens[at] ?? '')?.form === 'base' && !isPair(at);
  const isPlain = (at: number) => isPlainVerb(tokens[at], lexicon) && !isPair(at);
  const last = tokens.length - 1;
  if (last < 0) return undefined;
  if (verbLast && last > 0 && isPlain(last)) return last;
  if (isPlain(0)) return 0;
  if (last > 0 && isPlain(last)) return last;
  const next = tokens[1] ?? '';
  const nextIsState = lexicon.objectClasses.get(next)?.has('state-noun') === true && last === 1;
  const plain = tokens.findIndex((_token, at) => at > 0 && isPlain(at));
  if (isVerb(0) && !nextIsState && !(plain === 1 && last > 1)) return 0;
  if (plain > 0) return plain;
  if (verbLast && last > 0 && isVerb(last) && !isState(tokens[last], lexicon)) return last;
  if (isVerb(0) && nextIsState) return undefined;
  const any = tokens.findIndex((_token, at) => at > 0 && isVerb(at) && !isState(tokens[at + 1], lexicon));
  return any > 0 ? any : undefined;
}

function isState(word: string | undefined, lexicon: Lexicon): boolean {
  return word !== undefined && lexicon.objectClasses.get(word)?.has('state-noun') === true;
}

function senseOf(
  verb: string,
  sense: string,
  { objects, from }: { objects: readonly string[]; from: readonly string[] },
  lexicon: Lexicon,
): string {
  const isOf = (words: readonly string[], kinds: readonly string[], position: Position) =>
    kinds.some((kind) => hasObject(words, kind, position, lexicon));
  for (const ruling of lexicon.rulings.get(verb) ?? []) {
    if (ruling.objects.length > 0 && !isOf(objects, ruling.objects, ruling.position)) continue;
    if (ruling.from.length > 0 && !isOf(from, ruling.from, 'any')) continue;
    if (isOf(objects, ruling.not, 'any')) continue;
    return ruling.sense;
  }
  return sense;
}

type Position = 'head' | 'first' | 'any';

/** Whether an object phrase holds a noun of a class; as its head, at most parts of a bill or an id may follow. */
function hasObject(objects: readonly string[], kind: string, position: Position, lexicon: Lexicon): boolean {
  if (position === 'first') return lexicon.objectClasses.get(objects[0] ?? '')?.has(kind) === true;
  for (let at = objects.length - 1; at >= 0; at -= 1) {
    const classes = lexicon.objectClasses.get(objects[at] ?? '');
    if (classes?.has(kind) === true) return true;
    if (position === 'head' && classes?.has('bill-part') !== true && !TAILS.has(objects[at] ?? '')) return false;
  }
  return false;
}

/** The words after "from", up to the next preposition. */
export function wordsFrom(words: readonly string[]): string[] {
  const at = words.indexOf('from');
  return at < 0 ? [] : objectWords(words.slice(at + 1));
}

/** Words that end an object phrase without being its head. */
const TAILS = new Set([
  'id',
  'ids',
  'now',
  'async',
  'sync',
  'api',
  'mcp',
  'tool',
  'file',
  'v',
  'advanced',
  'simple',
  'again',
]);
