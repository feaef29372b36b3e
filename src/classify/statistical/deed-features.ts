import { CATEGORIES, rankOf } from '../../model/category.ts';
import type { Deed } from '../deed.ts';
import type { Lexicon } from '../lexicon.ts';
import type { Subject } from '../subject.ts';

/** Words at the end of an object phrase that are read beside the verb. */
const HEAD_WORDS = 2;

/** What name and description say that the tool does: verbs in their senses, object classes, and how they go together. */
export function deedFeatures(subject: Subject): { senses: string[]; together: string[]; known: string[] } {
  const { lexicon } = subject;
  const name = subject.name.deed;
  const lead = subject.stated.find(({ role }) => role === 'lead');
  const parameters = subject.properties.flatMap(({ facts, required }) => facts.map((fact) => ({ fact, required })));
  const [N, L] = [name?.sense ?? '-', lead?.sense ?? '-'];
  const kinds = [
    ...classesOf(name?.objects ?? subject.name.words, lexicon),
    ...classesOf(lead?.objects ?? [], lexicon),
  ];
  return {
    senses: [
      ...sensesOf('N', name, lexicon),
      ...sensesOf('L', lead, lexicon),
      ...subject.stated.filter(({ role }) => role !== 'lead').map(({ role, sense }) => `${role}:${sense}`),
      `worst:${worstOf(subject.stated)}`,
    ],
    known: [
      ...parameters.flatMap(({ fact, required }) => (required ? [`pf:${fact}`, `pf!:${fact}`] : [`pf:${fact}`])),
      ...subject.description.phrases.map(({ group, key, negated }) => `ph:${group} ${key}${negated ? ' not' : ''}`),
    ],
    together: [
      `NL:${N} ${L}`,
      `Nv:${name?.verb ?? '-'} ${lead?.verb ?? '-'}`,
      ...kinds.flatMap((kind) => [`Nk:${N} ${kind}`, `Lk:${L} ${kind}`, `NLk:${N} ${L} ${kind}`]),
      ...parameters.flatMap(({ fact }) => [`Nf:${N} ${fact}`, `Lf:${L} ${fact}`]),
      ...subject.description.phrases.map(({ group, key }) => `Lp:${L} ${group} ${key}`),
      ...(name?.objects ?? []).slice(-HEAD_WORDS).map((object) => `No:${N} ${object}`),
      ...(lead?.objects ?? []).slice(-HEAD_WORDS).map((object) => `Lo:${L} ${object}`),
    ],
  };
}

function sensesOf(prefix: string, deed: Deed | undefined, lexicon: Lexicon): string[] {
  if (deed === undefined) return [`${prefix}:none`];
  return [
    `${prefix}:${deed.sense}`,
    `${prefix}c:${deed.category ?? 'none'}`,
    `${prefix}v:${deed.verb}`,
    ...classesOf(deed.objects, lexicon).map((kind) => `${prefix}o:${kind}`),
    ...deed.objects.map((object) => `${prefix}w:${object}`),
    `${prefix}h:${deed.objects.at(-1) ?? ''}`,
  ];
}

function classesOf(words: readonly string[], lexicon: Lexicon): string[] {
  return words.flatMap((word) => [...(lexicon.objectClasses.get(word) ?? [])]);
}

function worstOf(deeds: readonly Deed[]): string {
  const ranks = deeds.map(({ category }) => (category === undefined ? -1 : rankOf(category)));
  return CATEGORIES[Math.max(-1, ...ranks)] ?? 'none';
}
