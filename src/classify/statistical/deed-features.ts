import { CATEGORIES, rankOf } from '../../model/category.ts';
import type { Deed } from '../deed.ts';
import type { Lexicon } from '../lexicon.ts';
import type { Subject } from '../subject.ts';
import type { FeatureSink } from './feature-sink.ts';

/** Words at the end of an object phrase that are read beside the verb. */
const HEAD_WORDS = 2;

/** What name and description say that the tool does: verbs in their senses, object classes, and how they go together. */
export function deedFeatures(subject: Subject, to: FeatureSink): void {
  const { begin, add } = to;
  const { lexicon } = subject;
  const name = subject.name.deed;
  const lead = subject.stated.find(({ role }) => role === 'lead');
  begin('senses');
  addDeed(DEED_KINDS.N, name, lexicon, to);
  addDeed(DEED_KINDS.L, lead, lexicon, to);
  for (const { role, sense } of subject.stated) if (role !== 'lead') add(`${role}:`, sense);
  add('worst:', worstOf(subject.stated));
  begin('known');
  for (const { facts, required } of subject.properties)
    for (const fact of facts) {
      add('pf:', fact);
      if (required) add('pf!:', fact);
    }
  for (const { group, key, negated } of subject.description.phrases)
    if (negated) add('ph:', group, key, 'not');
    else add('ph:', group, key);
  begin('together');
  addTogether(subject, name, lead, to);
}

function addTogether(
  { name: { words }, properties, description, lexicon }: Subject,
  name: Deed | undefined,
  lead: Deed | undefined,
  { add }: FeatureSink,
): void {
  const [N, L] = [name?.sense ?? '-', lead?.sense ?? '-'];
  add('NL:', N, L);
  add('Nv:', name?.verb ?? '-', lead?.verb ?? '-');
  for (const objects of [name?.objects ?? words, lead?.objects ?? []])
    for (const word of objects)
      for (const kind of classesOf(word, lexicon)) {
        add('Nk:', N, kind);
        add('Lk:', L, kind);
        add('NLk:', N, L, kind);
      }
  for (const { facts } of properties)
    for (const fact of facts) {
      add('Nf:', N, fact);
      add('Lf:', L, fact);
    }
  for (const { group, key } of description.phrases) add('Lp:', L, group, key);
  for (const object of (name?.objects ?? []).slice(-HEAD_WORDS)) add('No:', N, object);
  for (const object of (lead?.objects ?? []).slice(-HEAD_WORDS)) add('Lo:', L, object);
}

/** Kinds of the features of a deed: that of the name, and the leading one of the description. */
const DEED_KINDS = {
  N: { sense: 'N:', category: 'Nc:', verb: 'Nv:', kind: 'No:', word: 'Nw:', head: 'Nh:' },
  L: { sense: 'L:', category: 'Lc:', verb: 'Lv:', kind: 'Lo:', word: 'Lw:', head: 'Lh:' },
} as const;

function addDeed(
  kinds: (typeof DEED_KINDS)['N' | 'L'],
  deed: Deed | undefined,
  lexicon: Lexicon,
  { add }: FeatureSink,
): void {
  add(kinds.sense, deed?.sense ?? 'none');
  if (deed === undefined) return;
  add(kinds.category, deed.category ?? 'none');
  add(kinds.verb, deed.verb);
  for (const object of deed.objects) for (const kind of classesOf(object, lexicon)) add(kinds.kind, kind);
  for (const object of deed.objects) add(kinds.word, object);
  add(kinds.head, deed.objects.at(-1) ?? '');
}

const NO_CLASSES: ReadonlySet<string> = new Set();

function classesOf(word: string, lexicon: Lexicon): ReadonlySet<string> {
  return lexicon.objectClasses.get(word) ?? NO_CLASSES;
}

function worstOf(deeds: readonly Deed[]): string {
  const ranks = deeds.map(({ category }) => (category === undefined ? -1 : rankOf(category)));
  return CATEGORIES[Math.max(-1, ...ranks)] ?? 'none';
}
