import { type Deed, deedOf, objectWords, wordsFrom } from './deed.ts';
import { isSpaceless, type Lexicon } from './lexicon.ts';
import { isNegated } from './phrases.ts';
import type { Text } from './text.ts';

/** A deed that a description states, with its words. */
export type StatedDeed = Deed & {
  /** First word of the quote (the verb), and the word after its object. */
  first: number;
  end: number;
  /** `lead`: what the first telling sentence says; `joined`: after "and" or "or" in it; `later`: begins a later sentence; `foreign`: a verb of another language. */
  role: 'lead' | 'joined' | 'later' | 'foreign';
};

/** How many words of a sentence may stand before its leading verb. */
const LEAD_REACH = 14;
/** How many unknown words (a vendor's name, a heading) may stand before it. */
const UNKNOWN_WORDS = 3;
const JOINERS = new Set(['and', 'or', 'then', 'also', 'to']);
const DETERMINERS = new Set([
  'a',
  'an',
  'the',
  'all',
  'any',
  'this',
  'your',
  'one',
  'multiple',
  'new',
  'existing',
  'specific',
  'it',
  'them',
  'its',
]);
const AFTER = new Set([
  'to',
  'tool',
  'can',
  'will',
  'you',
  'that',
  'users',
  'function',
  'command',
  'endpoint',
  'and',
  'or',
]);
/** Words that open a condition: "use this tool when the user wants to build" says nothing of what the tool does. */
const CONDITIONS = new Set(['when', 'if', 'whenever', 'before', 'after', 'unless', 'once']);
/** Sentences after the first telling one whose leading verbs are read. */
const LATER_SENTENCES = 6;

/** Reads what a description says that the tool does: the leading verb of its first telling sentence, and further ones. */
export function readLead(text: Text, lexicon: Lexicon): StatedDeed[] {
  const deeds: StatedDeed[] = [];
  const starts = sentenceStarts(text);
  let leadSentence = -1;
  for (let index = 0; index < starts.length; index += 1) {
    const start = starts[index] ?? 0;
    const end = starts[index + 1] ?? text.words.length;
    if (start >= text.sections && leadSentence >= 0) break;
    if (leadSentence >= 0 && index > leadSentence + LATER_SENTENCES) break;
    if (isDull(text, start, lexicon)) continue;
    const at = leadingVerb(text, start, end, lexicon, leadSentence < 0);
    if (at === undefined && index === 0 && pushForeign(deeds, text, 0, Math.min(end, FOREIGN_REACH), lexicon)) break;
    if (at === undefined) continue;
    const role = leadSentence < 0 ? 'lead' : 'later';
    pushDeed(deeds, text, at, end, role, lexicon);
    if (leadSentence < 0) leadSentence = index;
    if (role === 'lead')
      for (const joined of joinedVerbs(text, at, end, lexicon)) pushDeed(deeds, text, joined, end, 'joined', lexicon);
    if (leadSentence < 0 && index > 5) break;
  }
  if (deeds.length === 0) pushForeign(deeds, text, 0, 4 * FOREIGN_REACH, lexicon);
  return deeds;
}

function pushDeed(
  deeds: StatedDeed[],
  text: Text,
  at: number,
  end: number,
  role: StatedDeed['role'],
  lexicon: Lexicon,
): void {
  const clause = text.words.slice(at + 1, Math.min(end, at + 16));
  const stop = clauseEnd(text, at, Math.min(end, at + 9));
  const following = partUnderscores(text.words.slice(at + 1, stop));
  const deed = deedOf(text.words[at] ?? '', at, objectWords(following), wordsFrom(partUnderscores(clause)), lexicon);
  if (deed === undefined) return;
  deeds.push({ ...deed, first: at, end: Math.min(stop, at + 6), role });
}

/** The word before which a comma, bracket or dash ends the object of the verb at `at`; "a, b and c" are one object. */
function clauseEnd(text: Text, at: number, end: number): number {
  for (let word = at + 2; word < end; word += 1)
    if (/[(),;:|\u2013\u2014]| - /.test(gapBefore(text, word))) return word;
  return end;
}

/** What stands between a word and the one before it; nothing where that is one blank, as it mostly is. */
function gapBefore({ normalised: { text }, starts, ends }: Text, word: number): string {
  const from = ends[word - 1] ?? 0;
  const to = starts[word] ?? 0;
  return to - from === 1 && text.charCodeAt(from) === BLANK ? '' : text.slice(from, to);
}

const BLANK = 0x20;

function partUnderscores(words: string[]): string[] {
  if (!words.some((word) => word.includes('_'))) return words;
  return words.flatMap((word) => word.split('_'));
}

function sentenceStarts(text: Text): number[] {
  const starts: number[] = [];
  for (let at = 0; at < text.words.length; at += 1)
    if (at === 0 || text.sentenceOf[at] !== text.sentenceOf[at - 1]) starts.push(at);
  return starts;
}

function isDull(text: Text, start: number, lexicon: Lexicon): boolean {
  const rests = lexicon.openingSentences.get(text.words[start] ?? '') ?? [];
  return rests.some((rest) =>
    rest.length === 0
      ? text.normalised.text[text.ends[start] ?? 0] === ':'
      : rest.every((word, offset) => text.words[start + 1 + offset] === word),
  );
}

function leadingVerb(text: Text, start: number, end: number, lexicon: Lexicon, generous: boolean): number | undefined {
  let unknown = 0;
  for (let at = start; at < end && at < start + LEAD_REACH; at += 1) {
    const word = text.words[at] ?? '';
    const form = lexicon.verbForms.get(word);
    if (form !== undefined && isVerbHere(text, at, start, lexicon) && !isNegated(text, at)) return at;
    if (CONDITIONS.has(word) && at > start) return undefined;
    if (lexicon.openingWords.has(word)) continue;
    unknown += 1;
    if (!generous || unknown > UNKNOWN_WORDS) return undefined;
  }
  return undefined;
}

/** Whether a verb form is the verb of its clause, not a noun ("run history") or an opening word ("use this to"). */
function isVerbHere(text: Text, at: number, start: number, lexicon: Lexicon): boolean {
  const word = text.words[at] ?? '';
  const next = text.words[at + 1] ?? '';
  const before = text.words[at - 1] ?? '';
  if (lexicon.compounds.get(word)?.has(next) === true || (before === 'the' && at > start)) return false;
  if (NEVER_DEEDS.has(word) || next === 'tool' || text.words[at + 2] === 'tool') return false;
  if (lexicon.openingWords.has(word) && !opensDeed(word, next, lexicon)) return false;
  const form = lexicon.verbForms.get(word)?.form;
  if (!lexicon.nounVerbs.has(lexicon.verbForms.get(word)?.verb ?? '')) return true;
  if (at === start) return !isStateNoun(next, lexicon) || DETERMINERS.has(next);
  if (AFTER.has(before) || lexicon.openingWords.has(before))
    return form !== 'third-person' || !['the', 'a', 'an', 'this', 'for'].includes(before);
  return DETERMINERS.has(next);
}

/** Opening words that are verbs too are the deed itself when an object follows at once: "write a file", "request a refund". */
function opensDeed(word: string, next: string, lexicon: Lexicon): boolean {
  const isThing = DETERMINERS.has(next) && next !== 'this';
  if (SOFT_VERBS.has(word)) return isThing;
  return next !== 'to' && next !== 'only' && (isThing || !lexicon.openingWords.has(next));
}

/** Verbs that open a description without being its deed, unless a thing follows: "call a contact". */
const SOFT_VERBS = new Set(['help', 'helps', 'note', 'let', 'call', 'tool']);
const NEVER_DEEDS = new Set([
  'use',
  'uses',
  'using',
  'used',
  'allow',
  'allows',
  'lets',
  'enables',
  'action',
  'tip',
  'step',
]);

function isStateNoun(word: string, lexicon: Lexicon): boolean {
  return lexicon.objectClasses.get(word)?.has('state-noun') === true;
}

/** Verbs of the same sentence that are joined to the leading one: "create, update or delete", "fetches X and saves it". */
function joinedVerbs(text: Text, lead: number, end: number, lexicon: Lexicon): number[] {
  const found: number[] = [];
  const first = lexicon.verbForms.get(text.words[lead] ?? '');
  const isManaging = first?.sense === 'manages';
  let isRow = true;
  for (let at = lead + 1; at < end && found.length < 8; at += 1) {
    const word = text.words[at] ?? '';
    const here = lexicon.verbForms.get(word);
    const gap = gapBefore(text, at);
    const before = text.words[at - 1] ?? '';
    const isJoined =
      (before !== 'to' && JOINERS.has(before)) || /[,/&(:]/.test(gap) || (isManaging && LISTERS.has(before));
    if (here === undefined || !isJoined || isNegated(text, at) || (here.form !== first?.form && !isManaging)) {
      if (!JOINERS.has(word) && !/[/]/.test(gap)) isRow = isManaging;
      continue;
    }
    const next = text.words[at + 1] ?? '';
    const isClear = DETERMINERS.has(next) || (here.form === 'gerund' && first?.form !== 'gerund');
    if (isRow || isClear || (!isNounLike(here.verb, lexicon) && before !== 'or' && JOINERS.has(before))) found.push(at);
    else isRow = false;
  }
  return found;
}

/** Words before a list of what a managing tool does: "operations for creating", "including deleting". */
const LISTERS = new Set(['for', 'including', 'to', 'by', 'actions', 'operations', 'supports']);

/** Whether a verb form may as well be a noun ("updates", "changes", "run"). */
function isNounLike(verb: string, lexicon: Lexicon): boolean {
  return lexicon.nounVerbs.has(verb) || ['update', 'transform', 'write', 'email'].includes(verb);
}

/** How many words of a first sentence in another language may hold its verb. */
const FOREIGN_REACH = 4;

/** The first verb of another language among some words, where there is one. */
function pushForeign(deeds: StatedDeed[], text: Text, first: number, end: number, lexicon: Lexicon): boolean {
  for (let at = first; at < Math.min(text.words.length, end); at += 1) {
    const word = text.words[at] ?? '';
    const sense = lexicon.foreignWords.get(word) ?? (isSpaceless(word) ? foreignSense(word, lexicon) : undefined);
    if (sense === undefined) continue;
    const category = lexicon.categoryOf.get(sense);
    const deed = { sense, verb: word, verbAt: at, objects: [], first: at, end: at + 1, role: 'foreign' as const };
    deeds.push({ ...deed, ...(category === undefined ? {} : { category }) });
    return true;
  }
  return false;
}

/** The most telling verb within a run of a script without blanks: the first that stands there. */
function foreignSense(word: string, lexicon: Lexicon): string | undefined {
  let best: { at: number; sense: string } | undefined;
  for (const [part, sense] of lexicon.foreignParts) {
    const at = word.indexOf(part);
    if (at >= 0 && (best === undefined || at < best.at)) best = { at, sense };
  }
  return best?.sense;
}
