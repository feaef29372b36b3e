import type { ListedTools, ReviewStore } from '../catalog/reviews/review-store.ts';
import type { ReviewDecision, ReviewEvent } from '../model/review-event.ts';
import { applyDecisions } from '../review/apply-decisions.ts';
import { changesBetween, type DefinitionChange } from '../review/definition-changes.ts';
import { createQueue, type QueueCounts, type QueueItem, queueItem } from '../review/queue.ts';
import { reasonsFor } from '../review/reasons.ts';
import { offersFor, type Subject, standingDecisions } from '../review/ruling.ts';

/** An item of the queue with why it waits. */
export type WaitingItem = QueueItem & {
  /** Clauses for a person; they hold untrusted text. */
  reasons: string[];
  /** What changed since the last decision, for a reopened one. */
  changes: DefinitionChange[];
  /** Decisions on the same definition that do not hold here. */
  offers: ReviewDecision[];
};

/** The first items of the queue, and how many there are. */
export async function readQueue(
  reviews: ReviewStore,
  limit: number,
): Promise<{ items: WaitingItem[]; counts: QueueCounts }> {
  const shared = await reviews.sharedToolSets();
  const queue = createQueue(limit);
  const addAll = (listed: ListedTools, events: readonly ReviewEvent[]): void => {
    for (const tool of applyDecisions(listed, events)) {
      const item = queueItem(listed, tool, shared.get(listed.toolSetHash) ?? 1);
      if (item !== undefined) queue.add(item);
    }
  };
  for await (const listed of reviews.reviewed())
    addAll(listed, await reviews.eventsFor(listed.server, listed.toolSetHash));
  for await (const listed of reviews.doubtful()) addAll(listed, []);
  const items: WaitingItem[] = [];
  for (const item of queue.first()) items.push(await explainItem(reviews, item));
  return { items, counts: queue.counts() };
}

async function explainItem(reviews: ReviewStore, item: QueueItem): Promise<WaitingItem> {
  const offers = await offersOf(reviews, item);
  const earlier = item.kind === 'reopened' ? item.decisions.at(-1)?.definitionHash : undefined;
  const changes = earlier === undefined ? [] : await changesSince(reviews, earlier, item.definitionHash);
  return { ...item, reasons: reasonsFor(item, changes, offers), changes, offers };
}

/** Decisions on the same definition elsewhere. */
export async function offersOf(reviews: ReviewStore, subject: Subject): Promise<ReviewDecision[]> {
  return offersFor(subject, standingDecisions(await reviews.eventsOn(subject.definitionHash)));
}

/** What changed between two definitions; nothing where the catalogue does not hold both. */
export async function changesSince(reviews: ReviewStore, earlier: string, now: string): Promise<DefinitionChange[]> {
  const [before, after] = [await reviews.definitionOf(earlier), await reviews.definitionOf(now)];
  return before === undefined || after === undefined ? [] : changesBetween(before, after);
}
