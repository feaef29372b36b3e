import { CATEGORIES, type Category, type Effect, rankOf } from '../model/category.ts';
import { type AnnotationMismatch, REVIEW_REASONS, type ReviewReason } from '../model/classification.ts';
import { mainDeed } from './rules.ts';
import { SENSES } from './senses.ts';
import { type FoundFact, SIGNALS } from './signals/index.ts';
import type { Subject } from './subject.ts';

/** What a rationale is composed of. */
export type RationaleGrounds = {
  subject: Subject;
  facts: readonly FoundFact[];
  category: Category;
  probabilities: Readonly<Record<Category, number>>;
  effects: readonly Effect[];
  reviewReasons: readonly ReviewReason[];
  mismatch: readonly AnnotationMismatch[];
};

/** What each category means, after "because". */
const MEANINGS: Readonly<Record<Category, string>> = {
  Read: 'nothing outside the call changes',
  Write: 'something is created or changed in a bounded way',
  Execute: 'something is run, started or steered whose effects go further than one record',
  Destructive: 'data, resources or access are lost',
  Financial: 'money or assets move, or somebody is committed to pay',
};
/** Signals that tell what is done; their facts explain a category best. */
const TELLING = ['stated-deed', 'name-deed', 'foreign-deed', 'joined-deed', 'action-choice', 'later-deed'];
const QUOTE_CHARACTERS = 80;
const NAME_CHARACTERS = 64;
/** From this probability on, nothing needs to be said of doubts. */
const SURE = 0.97;

/**
 * Two or three sentences for a person: what the tool does on its server, why it is of this category and not of the
 * next likely one, and what lowers the confidence. Every span in “ ” that follows "says" or "names" is verbatim.
 */
export function composeRationale(grounds: RationaleGrounds): string {
  return [sayDeed(grounds), sayCategory(grounds), sayDoubts(grounds)].filter((sentence) => sentence !== '').join(' ');
}

/** Where a fact stands and what is written there: `its description says “Deletes a survey”`. */
export function tellWhere(fact: FoundFact): string {
  const quote = shown(fact.quote, QUOTE_CHARACTERS);
  const [place, verb] = placeOf(fact.pointer);
  return quote === '' ? `${place} speaks for it` : `${place} ${verb} “${quote}”`;
}

function sayDeed({ subject, facts, effects }: RationaleGrounds): string {
  const name = shown(subject.tool.name, NAME_CHARACTERS);
  const server = shown(subject.context.server, NAME_CHARACTERS);
  const of = server === '' ? '' : ` of ${server}`;
  const main = mainDeed(facts);
  const beside = effects.length === 0 ? '' : `; effects: ${effects.join(', ')}`;
  if (main === undefined) return `Neither name nor description of ${name}${of} says plainly what it does${beside}.`;
  return `${name}${of} ${senseOf(main.key)}: ${tellWhere(main)}${beside}.`;
}

function sayCategory({ facts, category, probabilities }: RationaleGrounds): string {
  const neighbour = neighbourOf(category, probabilities);
  return `It is ${category} rather than ${neighbour} because ${MEANINGS[category]}${whyOf(facts, category)}.`;
}

/** Probability from which another category is worth naming as the alternative. */
const NAMED = 0.01;

/** The next likely category; where none is likely at all, the one beside it in severity. */
function neighbourOf(category: Category, probabilities: Readonly<Record<Category, number>>): Category {
  let likely: Category | undefined;
  for (const other of CATEGORIES)
    if (other !== category && (likely === undefined || probabilities[other] >= probabilities[likely])) likely = other;
  if (likely !== undefined && probabilities[likely] >= NAMED) return likely;
  return CATEGORIES[rankOf(category) - 1] ?? 'Write';
}

/** The best fact for a category, if the first sentence did not tell it already. */
function whyOf(facts: readonly FoundFact[], category: Category): string {
  const main = mainDeed(facts);
  if (main?.speaksFor === category) return '';
  const speaking = facts.filter(({ speaksFor, signal }) => speaksFor === category && !WEAK.has(signal));
  const fact =
    speaking.find(({ signal }) => TELLING.includes(signal)) ??
    speaking.find(({ signal }) => signal !== CLAIMS) ??
    speaking[0];
  if (fact === undefined) return ', as in definitions of this kind that people have labelled';
  return `: ${tellWhere(fact)} (${meaningOf(fact)})`;
}

/** The signal of what annotations claim: named only where nothing in the definition itself explains the category. */
const CLAIMS = 'claimed-hints';

/** Signals about the surroundings, which explain nothing by themselves. */
const WEAK: ReadonlySet<string> = new Set(['server-kind', 'sibling-deed', 'object-kind', 'stated-object']);

function sayDoubts({ facts, category, probabilities, reviewReasons, mismatch }: RationaleGrounds): string {
  const doubts = new Set<string>(reviewReasons.map((reason) => REVIEW_REASONS[reason]));
  for (const { hint, claimed } of mismatch)
    doubts.add(`it claims ${hint}: ${claimed}, which the definition contradicts`);
  if (probabilities[category] < SURE)
    for (const fact of facts) if (fact.signal === 'missing-knowledge') doubts.add(meaningOf(fact));
  const main = mainDeed(facts);
  if (main !== undefined && isLess(category, main.speaksFor)) doubts.add(`taken alone, ${tellWhere(main)}`);
  return doubts.size === 0 ? '' : `What lowers the confidence: ${[...doubts].slice(0, 4).join('; ')}.`;
}

function isLess(category: Category, speaksFor: string): boolean {
  return rankOf(category) < rankOf(speaksFor as Category);
}

function senseOf(key: string): string {
  return Object.hasOwn(SENSES, key) ? SENSES[key as keyof typeof SENSES] : 'does something';
}

function meaningOf({ signal, key }: FoundFact): string {
  const found = SIGNALS.find(({ id }) => id === signal);
  return (found !== undefined && Object.hasOwn(found.keys, key) ? found.keys[key] : undefined) ?? key;
}

function placeOf(pointer: string): [place: string, verb: string] {
  if (pointer === '/name') return ['its name', 'says'];
  if (pointer === '/title' || pointer === '/annotations/title') return ['its title', 'says'];
  if (pointer === '/description') return ['its description', 'says'];
  if (pointer === '/instructions') return ["its server's instructions", 'say'];
  if (pointer === '/server') return ["its server's id", 'says'];
  if (pointer.startsWith('/siblings/')) return ['its sibling', 'is named'];
  if (pointer.startsWith('/annotations/')) return ['its annotations', 'name'];
  if (pointer.endsWith('/description')) return ["a parameter's description", 'says'];
  return /\/(?:enum\/\d+|const)$/.test(pointer) ? ['a parameter', 'offers'] : ['its schema', 'names'];
}

/** A verbatim part of untrusted text that fits into one line: up to the first control character or curly quote. */
function shown(text: string, most: number): string {
  const begun = text.trimStart();
  // Nearly every text is plain, and found to be so much sooner.
  const line = PLAIN.test(begun) ? begun : (/^[^\p{C}\u2028\u2029\u201c\u201d]*/u.exec(begun)?.[0] ?? '');
  let end = Math.min(line.length, most);
  if (end < line.length && /[\ud800-\udbff]/.test(line[end - 1] ?? '')) end -= 1;
  return line.slice(0, end).trim();
}

const PLAIN = /^[\x20-\x7e]*$/;
