import { CATEGORIES, type Category, rankOf } from '../../model/category.ts';
import type { Classification, Evidence } from '../../model/classification.ts';

/** A category that must not be left for a less severe one on a model's word alone. */
export type StrongEvidence = {
  category: Category;
  /** The passages that speak for it. */
  evidence: Evidence[];
};

/** Probability from which the offline verdict counts as strong evidence for a category: the worse it is, the less is needed. */
const STRONG: Readonly<Record<Category, number>> = {
  Read: 1,
  Write: 0.8,
  Execute: 0.35,
  Destructive: 0.3,
  Financial: 0.3,
};

/**
 * The most severe category that the offline verdict strongly supports, or undefined where that is Read. `floor` is
 * what the rules say by themselves, where they say something.
 */
export function findStrongEvidence(offline: Classification, floor?: Category): StrongEvidence | undefined {
  const supported = CATEGORIES.filter(
    (category) => category !== 'Read' && (offline.probabilities[category] ?? 0) >= STRONG[category],
  );
  const worst = [...supported, ...(floor === undefined ? [] : [floor])].sort((a, b) => rankOf(b) - rankOf(a))[0];
  if (worst === undefined || worst === 'Read') return undefined;
  return { category: worst, evidence: offline.evidence };
}
