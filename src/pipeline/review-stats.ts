import type { ReviewStore } from '../catalog/reviews/review-store.ts';
import { createJournalStats, type JournalStats } from '../review/journal-stats.ts';
import type { QueueCounts } from '../review/queue.ts';
import { readQueue } from './review-queue.ts';

/** How much waits for people, and what they did. */
export type ReviewStats = { waiting: QueueCounts; journal: JournalStats };

/** Counts the queue and the journal. */
export async function readReviewStats(reviews: ReviewStore): Promise<ReviewStats> {
  const { add, stats } = createJournalStats();
  for await (const event of reviews.journal()) add(event);
  const { counts } = await readQueue(reviews, 1);
  return { waiting: counts, journal: stats() };
}
