import { CATEGORIES, type Category, worse } from '../../model/category.ts';
import type { Classification, Evidence } from '../../model/classification.ts';
import type { RulesEvidence } from './rules-evidence.ts';

/** What stands against a milder verdict, before a model is asked. */
export type StrongEvidence = {
  /** The category that must not be left for a milder one on a model's word alone. */
  category: Category;
  /** A severe deed that is named, believed or not: a model may go below it, but does not settle the doubt by that. */
  namedDeed: Category;
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

/** What the offline verdict and the rules by themselves strongly support; `Read` where that is nothing. */
export function findStrongEvidence(offline: Classification, rules?: RulesEvidence): StrongEvidence {
  const supported = CATEGORIES.filter(
    (category) => category !== 'Read' && (offline.probabilities[category] ?? 0) >= STRONG[category],
  );
  const worst = [rules?.floor ?? 'Read', ...supported].reduce(worse);
  return {
    category: worst,
    namedDeed: rules?.namedDeed ?? 'Read',
    evidence: rules?.floor === worst ? rules.evidence : offline.evidence,
  };
}
