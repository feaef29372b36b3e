import { CATEGORIES, type Category, rankOf } from '../model/category.ts';
import type { AnnotationMismatch, ReviewReason } from '../model/classification.ts';
import type { RuleVerdict } from './rules.ts';
import type { FoundFact } from './signals/index.ts';
import type { CalibrationFile } from './statistical/calibration.ts';

/** Two probabilities that differ by less than this are a tie: the more severe category wins. */
const TIE = 0.005;

/** Signals whose facts send a verdict to review by themselves, for a reason of the same name. */
const ALARMS = ['hidden-text', 'addressed-to-reader'] as const satisfies ReviewReason[];

/** What is known of a tool when it is decided who should look at its verdict. */
export type Known = {
  category: Category;
  /** Calibrated probability per category, in the order of `CATEGORIES`. */
  probabilities: readonly number[];
  rules: Pick<RuleVerdict, 'category' | 'floor'>;
  facts: readonly Pick<FoundFact, 'signal'>[];
  /** Whether a signal says that the definition tells too little. */
  isUnknown: boolean;
  mismatches?: readonly AnnotationMismatch[];
};

/** Who decided, and why a person should look. */
export type Decision = { decidedBy: 'rules' | 'model'; needsReview: boolean; reviewReasons: ReviewReason[] };

/**
 * The severe categories together, from this probability on, outweigh Read, since what is called Read is allowed unasked:
 * by themselves, and where the rules say severe too.
 */
const SEVERE_SHARE = 1 / 3;
const SEVERE_SHARE_BY_RULES = 0.2;

/**
 * The category of a verdict: the likeliest, of those that tie the most severe; in place of a Read that may well be severe,
 * the likeliest severe one.
 */
export function chooseCategory(probabilities: readonly number[], byRules: Category): Category {
  const likeliest = mostOf(probabilities, 0);
  if (likeliest !== 'Read') return likeliest;
  const least = rankOf(byRules) >= SEVERE ? SEVERE_SHARE_BY_RULES : SEVERE_SHARE;
  return severeShare(probabilities) >= least ? mostOf(probabilities, SEVERE) : likeliest;
}

/** Rank of the mildest severe category. */
const SEVERE = rankOf('Execute');

/** Execute, Destructive and Financial together. */
function severeShare(probabilities: readonly number[]): number {
  return probabilities.slice(SEVERE).reduce((sum, part) => sum + part, 0);
}

/** The likeliest category of at least a rank; of those that tie, the most severe. */
function mostOf(probabilities: readonly number[], rank: number): Category {
  const most = Math.max(...probabilities.slice(rank));
  return CATEGORIES.findLast((_, at) => at >= rank && probabilities[at]! >= most - TIE)!;
}

/**
 * Says whether a verdict needs a person: when the calibrated doubt is too large (then with what explains it), when
 * strong evidence supports more than the verdict, when a Read may be severe, when a claim of read-only contradicts
 * the verdict, and when the text is tampered with.
 */
export function decide(known: Known, thresholds: Pick<CalibrationFile, 'reviewBelow' | 'severeRunnerUp'>): Decision {
  const { category, probabilities, rules, facts, isUnknown, mismatches = [] } = known;
  const isDoubtful = probabilities[rankOf(category)]! < thresholds.reviewBelow;
  const reviewReasons: ReviewReason[] = [];
  const check = (isReason: boolean, reason: ReviewReason) => {
    if (isReason) reviewReasons.push(reason);
  };
  check(isDoubtful, 'low-confidence');
  check(rankOf(category) < rankOf(rules.floor) || (isDoubtful && rules.category !== category), 'sources-disagree');
  check(category === 'Read' && severeShare(probabilities) >= thresholds.severeRunnerUp, 'severe-runner-up');
  check(isDoubtful && isUnknown, 'missing-knowledge');
  check(
    mismatches.some(({ hint, claimed }) => hint === 'readOnlyHint' && claimed),
    'annotation-mismatch',
  );
  for (const alarm of ALARMS)
    check(
      facts.some(({ signal }) => signal === alarm),
      alarm,
    );
  return {
    decidedBy: rules.floor === category && category !== 'Read' ? 'rules' : 'model',
    needsReview: reviewReasons.length > 0,
    reviewReasons,
  };
}
