import { CATEGORIES, type Category, EFFECTS, type Effect, rankOf } from '../model/category.ts';
import type { Classification } from '../model/classification.ts';
import { recordOf } from '../model/json.ts';
import type { LabelledTool } from './example.ts';

/** A labelled tool with the verdict on it. */
export type Scored = {
  gold: Pick<LabelledTool, 'category' | 'effects' | 'effectsUnsure' | 'hard'>;
  verdict: Pick<Classification, 'category' | 'confidence' | 'probabilities' | 'effects' | 'needsReview'>;
};

/** Precision, recall and F1 of one class; `support` is how many truly are of it. */
export type ClassScore = { precision: number; recall: number; f1: number; support: number };

/** Verdicts of about one confidence: how sure they were, and how many were right. */
export type CalibrationBin = { from: number; to: number; n: number; confidence: number; accuracy: number };

/** How good a set of verdicts is. */
export type Evaluation = {
  n: number;
  accuracy: number;
  macroF1: number;
  categories: Record<Category, ClassScore>;
  /** Gold Execute, Destructive or Financial called Read. */
  severeMisses: { n: number; of: number; rate: number };
  /** `confusion[gold][verdict]`. */
  confusion: Record<Category, Record<Category, number>>;
  /** Mean squared distance of the probabilities from the truth, over all categories. */
  brier: number;
  /** Expected calibration error: mean distance of confidence from accuracy over the bins, by their size. */
  calibrationError: number;
  bins: CalibrationBin[];
  /** Verdicts not sent to review: their share, and the share of them that is right. */
  unreviewed: { n: number; coverage: number; accuracy: number };
  effects: { microF1: number; each: Record<Effect, ClassScore> };
  /** Tools whose annotators doubted. */
  hard: { n: number; accuracy: number };
};

/** Bins of confidence. */
const BINS = 10;

/** Measures verdicts against labels. */
export function evaluate(scored: readonly Scored[]): Evaluation {
  const isRight = ({ gold, verdict }: Scored): boolean => gold.category === verdict.category;
  const categories = recordOf(CATEGORIES, (category) =>
    classScore(
      scored.map(({ gold, verdict }) => ({
        isTrue: gold.category === category,
        isSaid: verdict.category === category,
      })),
    ),
  );
  const severe = scored.filter(({ gold }) => rankOf(gold.category) >= rankOf('Execute'));
  const missed = severe.filter(({ verdict }) => verdict.category === 'Read').length;
  const unreviewed = scored.filter(({ verdict }) => !verdict.needsReview);
  const hard = scored.filter(({ gold }) => gold.hard);
  const bins = calibrationBins(scored.map((one) => ({ confidence: one.verdict.confidence, isRight: isRight(one) })));
  return {
    n: scored.length,
    accuracy: share(scored, isRight),
    macroF1: mean(Object.values(categories).map(({ f1 }) => f1)),
    categories,
    severeMisses: { n: missed, of: severe.length, rate: ratio(missed, severe.length) },
    confusion: recordOf(CATEGORIES, (truth) =>
      recordOf(
        CATEGORIES,
        (said) => scored.filter(({ gold, verdict }) => gold.category === truth && verdict.category === said).length,
      ),
    ),
    brier: mean(scored.map(brierOf)),
    calibrationError: bins.reduce(
      (sum, bin) => sum + ratio(bin.n, scored.length) * Math.abs(bin.confidence - bin.accuracy),
      0,
    ),
    bins,
    unreviewed: {
      n: unreviewed.length,
      coverage: ratio(unreviewed.length, scored.length),
      accuracy: share(unreviewed, isRight),
    },
    effects: effectScores(scored),
    hard: { n: hard.length, accuracy: share(hard, isRight) },
  };
}

type Case = { isTrue: boolean; isSaid: boolean };

function effectScores(scored: readonly Scored[]): Evaluation['effects'] {
  const casesOf = (effect: Effect): Case[] =>
    scored
      .filter(({ gold }) => !gold.effectsUnsure.includes(effect))
      .map(({ gold, verdict }) => ({
        isTrue: gold.effects.includes(effect),
        isSaid: verdict.effects.includes(effect),
      }));
  return {
    microF1: classScore(EFFECTS.flatMap(casesOf)).f1,
    each: recordOf(EFFECTS, (effect) => classScore(casesOf(effect))),
  };
}

function classScore(cases: readonly Case[]): ClassScore {
  const hits = cases.filter(({ isTrue, isSaid }) => isTrue && isSaid).length;
  const said = cases.filter(({ isSaid }) => isSaid).length;
  const support = cases.filter(({ isTrue }) => isTrue).length;
  return { precision: ratio(hits, said), recall: ratio(hits, support), f1: ratio(2 * hits, said + support), support };
}

function calibrationBins(judged: readonly { confidence: number; isRight: boolean }[]): CalibrationBin[] {
  return Array.from({ length: BINS }, (_, at) => {
    const members = judged.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === at);
    return {
      from: at / BINS,
      to: (at + 1) / BINS,
      n: members.length,
      confidence: mean(members.map(({ confidence }) => confidence)),
      accuracy: share(members, ({ isRight }) => isRight),
    };
  });
}

function brierOf({ gold, verdict }: Scored): number {
  return CATEGORIES.reduce(
    (sum, category) => sum + ((verdict.probabilities[category] ?? 0) - (category === gold.category ? 1 : 0)) ** 2,
    0,
  );
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return ratio(items.filter(holds).length, items.length);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function mean(numbers: readonly number[]): number {
  return ratio(
    numbers.reduce((sum, number) => sum + number, 0),
    numbers.length,
  );
}
