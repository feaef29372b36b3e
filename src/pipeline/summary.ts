import { CATEGORIES, type Category } from '../model/category.ts';
import { cautiousCategory } from '../model/classification.ts';
import type { FailureCode } from '../model/failure.ts';
import type { ServerResult } from '../model/run.ts';

/** Counts over the results of a run. */
export type Summary = {
  servers: number;
  listed: number;
  failed: number;
  /** Listed servers by what changed since the catalogue's last snapshot. */
  changes: Record<'new' | 'changed' | 'unchanged', number>;
  tools: number;
  malformed: number;
  /** Tools by category. */
  categories: Record<Category, number>;
  /** Tools by the category that a cautious reader acts on: in review, the more severe of the two likeliest. */
  cautious: Record<Category, number>;
  needsReview: number;
  annotationMismatches: number;
  /** Failed servers by code. */
  failures: Partial<Record<FailureCode, number>>;
};

/** Counts results one by one, so that none has to be kept. */
export class Tally {
  readonly #summary: Summary = {
    servers: 0,
    listed: 0,
    failed: 0,
    changes: { new: 0, changed: 0, unchanged: 0 },
    tools: 0,
    malformed: 0,
    categories: noCounts(),
    cautious: noCounts(),
    needsReview: 0,
    annotationMismatches: 0,
    failures: {},
  };

  add(result: ServerResult): void {
    const summary = this.#summary;
    summary.servers += 1;
    if (result.status === 'failed') {
      summary.failed += 1;
      summary.failures[result.failure.code] = (summary.failures[result.failure.code] ?? 0) + 1;
      return;
    }
    summary.listed += 1;
    summary.changes[result.change] += 1;
    summary.tools += result.snapshot.tools.length;
    summary.malformed += result.snapshot.malformed.length;
    for (const verdict of result.classifications) {
      summary.categories[verdict.category] += 1;
      summary.cautious[cautiousCategory(verdict)] += 1;
      if (verdict.needsReview) summary.needsReview += 1;
      if (verdict.annotationMismatch !== undefined) summary.annotationMismatches += 1;
    }
  }

  summary(): Summary {
    return structuredClone(this.#summary);
  }
}

function noCounts(): Record<Category, number> {
  return Object.fromEntries(CATEGORIES.map((category) => [category, 0])) as Record<Category, number>;
}
