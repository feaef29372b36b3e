import { CATEGORIES, type Category } from '../model/category.ts';
import { recordOf } from '../model/json.ts';
import type { ReviewEvent } from '../model/review-event.ts';
import { personOf } from './ruling.ts';

/** What a journal holds. */
export type JournalStats = {
  decisions: number;
  undone: number;
  /** Decisions that say what the classifier said at the time, of those that tell. */
  agreed: { n: number; of: number };
  categories: Record<Category, number>;
  /** Decisions by person, the busiest first. */
  people: { by: string; decisions: number }[];
};

/** Counts a journal event by event. */
export function createJournalStats(): { add: (event: ReviewEvent) => void; stats: () => JournalStats } {
  const categories = recordOf(CATEGORIES, () => 0);
  const people = new Map<string, { by: string; decisions: number }>();
  const undone = new Set<string>();
  const agreed = { n: 0, of: 0 };
  let decisions = 0;
  const add = (event: ReviewEvent): void => {
    if (event.action === 'undo') {
      undone.add(event.undoes);
      return;
    }
    decisions += 1;
    categories[event.category] += 1;
    if (event.machineCategory !== undefined) agreed.of += 1;
    if (event.machineCategory === event.category) agreed.n += 1;
    const person = people.get(personOf(event.by)) ?? { by: event.by, decisions: 0 };
    people.set(personOf(event.by), { ...person, decisions: person.decisions + 1 });
  };
  const stats = (): JournalStats => ({
    decisions,
    undone: undone.size,
    agreed: { ...agreed },
    categories: { ...categories },
    people: [...people.values()].sort((a, b) => b.decisions - a.decisions || (a.by < b.by ? -1 : 1)),
  });
  return { add, stats };
}
