import { type Category, rankOf } from '../model/category.ts';
import type { AnnotationMismatch } from '../model/classification.ts';
import { tellWhere } from './rationale.ts';
import { mainDeed } from './rules.ts';
import type { FoundFact } from './signals/index.ts';
import type { Subject } from './subject.ts';

/** Signals that can contradict a claim by themselves: what is said or offered to be done, not what is merely mentioned. */
const CONTRADICTING: ReadonlySet<string> = new Set([
  'action-choice',
  'code-parameter',
  'command-parameter',
  'foreign-deed',
  'free-execution',
  'joined-deed',
  'name-deed',
  'path-parameter',
  'stated-deed',
  'stated-loss',
  'stated-saving',
]);

/** Claims of the server that the definition contradicts, given the category that was decided. */
export function findMismatches(
  { annotations }: Pick<Subject, 'annotations'>,
  facts: readonly FoundFact[],
  category: Category,
): AnnotationMismatch[] {
  const mismatches: AnnotationMismatch[] = [];
  const contradict = (hint: AnnotationMismatch['hint'], fact: FoundFact | undefined, says: string) => {
    const claimed = annotations[hint];
    if (typeof claimed === 'boolean' && fact !== undefined)
      mismatches.push({ hint, claimed, because: `${says}: ${tellWhere(fact)}.` });
  };
  const speaking = (least: Category) =>
    facts.find(
      ({ signal, speaksFor }) =>
        CONTRADICTING.has(signal) && isCategory(speaksFor) && rankOf(speaksFor) >= rankOf(least),
    );
  if (annotations.readOnlyHint === true && category !== 'Read')
    contradict('readOnlyHint', speaking(category) ?? speaking('Write'), 'the definition does more than read');
  if (annotations.readOnlyHint === false && category === 'Read')
    contradict('readOnlyHint', find(facts, 'confinement', 'read-only'), 'the definition says that it only reads');
  if (annotations.destructiveHint === false && category === 'Destructive')
    contradict('destructiveHint', speaking('Destructive'), 'the definition takes something away');
  const main = mainDeed(facts);
  if (annotations.idempotentHint === true && category !== 'Read' && main !== undefined && REPEATS.has(main.key))
    contradict('idempotentHint', main, 'every further call does it again');
  if (annotations.openWorldHint === false && main?.key === 'sends')
    contradict('openWorldHint', find(facts, 'recipient-parameter', 'recipient'), 'the call reaches other people');
  return mismatches;
}

/** Senses in which a second call has a second effect. */
const REPEATS: ReadonlySet<string> = new Set(['sends', 'pays', 'trades', 'orders']);

function find(facts: readonly FoundFact[], signal: string, key: string): FoundFact | undefined {
  return facts.find((fact) => fact.signal === signal && fact.key === key);
}

function isCategory(speaksFor: string): speaksFor is Category {
  return rankOf(speaksFor as Category) >= 0;
}
