import type { Category, Effect } from '../model/category.ts';
import type { ReviewDecision, ReviewEvent } from '../model/review-event.ts';

/** What a decision is about: a definition, on a server, beside its other tools. */
export type Subject = { server: string; toolSetHash: string; definitionHash: string };

/** What people's decisions come to for one subject. */
export type Ruling =
  | { kind: 'none' }
  | {
      kind: 'settled';
      category: Category;
      /** Absent where nobody said anything about effects. */
      effects?: readonly Effect[];
      /** The agreeing decisions, one a person, the latest last. */
      decisions: readonly [ReviewDecision, ...ReviewDecision[]];
    }
  | { kind: 'conflict'; decisions: readonly ReviewDecision[] };

/** The decisions that were not taken back, earliest first; of one time, in the order given. */
export function standingDecisions(events: readonly ReviewEvent[]): ReviewDecision[] {
  const undone = new Set(events.flatMap((event) => (event.action === 'undo' ? [event.undoes] : [])));
  return events
    .filter((event) => event.action === 'decide')
    .filter(({ id }) => !undone.has(id))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Says whether a decision holds for a subject: the same definition, on the same server or beside the same tools. */
function holdsFor(decision: ReviewDecision, subject: Subject): boolean {
  return (
    decision.definitionHash === subject.definitionHash &&
    (decision.server === subject.server || decision.toolSetHash === subject.toolSetHash)
  );
}

/** What counts as one person: letter case, white space around the name and Unicode's forms make no other. */
export function personOf(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

/**
 * Each person's decision for a subject: the last on this very server, else the last on one with the same tools.
 * Earliest first.
 */
export function decisionsFor(subject: Subject, standing: readonly ReviewDecision[]): ReviewDecision[] {
  const holding = standing.filter((decision) => holdsFor(decision, subject));
  const byPerson = new Map<string, ReviewDecision>();
  for (const decision of holding.filter(({ server }) => server !== subject.server))
    byPerson.set(personOf(decision.by), decision);
  for (const decision of holding.filter(({ server }) => server === subject.server))
    byPerson.set(personOf(decision.by), decision);
  const chosen = new Set(byPerson.values());
  return holding.filter((decision) => chosen.has(decision));
}

/** What people's decisions come to for a subject. Two who differ, in the category or in effects that both named, are a conflict. */
export function ruleOn(subject: Subject, standing: readonly ReviewDecision[]): Ruling {
  const decisions = decisionsFor(subject, standing);
  const [first, ...others] = decisions;
  if (first === undefined) return { kind: 'none' };
  const named = decisions.flatMap(({ effects }) => (effects === undefined ? [] : [effects]));
  const agree =
    others.every(({ category }) => category === first.category) && new Set(named.map(keyOfEffects)).size <= 1;
  if (!agree) return { kind: 'conflict', decisions };
  const [effects] = named;
  return {
    kind: 'settled',
    category: first.category,
    ...(effects === undefined ? {} : { effects }),
    decisions: [first, ...others],
  };
}

/** Decisions on the same definition that do not hold for the subject: offered to the reviewer, never applied. */
export function offersFor(subject: Subject, standing: readonly ReviewDecision[]): ReviewDecision[] {
  return standing.filter(
    (decision) => decision.definitionHash === subject.definitionHash && !holdsFor(decision, subject),
  );
}

function keyOfEffects(effects: readonly Effect[]): string {
  return [...new Set(effects)].sort().join();
}
