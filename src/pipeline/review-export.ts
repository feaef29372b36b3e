import type { ReviewStore } from '../catalog/reviews/review-store.ts';
import { stringifyJson } from '../model/escape/json.ts';
import { csvHeader, csvOfEvent } from '../review/journal-csv.ts';

/** The whole journal as text, event by event, so that importing it gives the same journal. */
export async function* exportJournal(
  reviews: Pick<ReviewStore, 'journal'>,
  format: 'csv' | 'jsonl',
): AsyncIterable<string> {
  if (format === 'csv') yield csvHeader();
  for await (const event of reviews.journal()) yield format === 'csv' ? csvOfEvent(event) : `${stringifyJson(event)}\n`;
}
