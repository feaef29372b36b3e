import type { FeatureVector } from '../classify/statistical/features.ts';
import { CATEGORIES, type Category, EFFECTS, type Effect } from '../model/category.ts';
import type { ServerContext } from '../model/server-context.ts';
import type { Tool } from '../model/tool.ts';

/** A tool with its labels: one line of the gold format. */
export type LabelledTool = {
  id: string;
  tool: Tool;
  context: ServerContext;
  category: Category;
  effects: readonly Effect[];
  /** Effects on which the annotators differed: neither learned nor scored. */
  effectsUnsure: readonly Effect[];
  /** Whether the annotators doubted. */
  hard: boolean;
  /** Servers of one make; folds are split by it. */
  family: string;
};

/** One row to learn from. */
export type Example = {
  vector: FeatureVector;
  /** Index in `CATEGORIES`. */
  category: number;
  /** 1, 0, or NaN where unsure, in the order of `EFFECTS`. */
  effects: Float64Array;
  /** How much its labels count. */
  weight: number;
  family: string;
  source: LabelSource;
};

/**
 * Where a labelled tool comes from: labelled twice, once, once and chosen because it was hard to tell, once and a few of
 * each server, made up for training, or decided by a reviewer.
 */
export type LabelSource = 'gold' | 'silver' | 'uncertain' | 'sampled' | 'made-up' | 'decided';

/** How much the labels of each source count; found by cross-validation, but for decisions, which count as gold. */
const SOURCE_WEIGHT: Readonly<Record<LabelSource, number>> = {
  gold: 2,
  silver: 1,
  uncertain: 0.8,
  sampled: 1,
  'made-up': 0.6,
  decided: 2,
};
/** How much of it a doubted label counts. */
const HARD_WEIGHT = 0.5;

/** Turns a labelled tool into a row to learn from. */
export function exampleOf(labelled: LabelledTool, source: LabelSource, vector: FeatureVector): Example {
  const effects = EFFECTS.map((effect) => {
    if (labelled.effectsUnsure.includes(effect)) return Number.NaN;
    return labelled.effects.includes(effect) ? 1 : 0;
  });
  return {
    vector,
    category: CATEGORIES.indexOf(labelled.category),
    effects: Float64Array.from(effects),
    weight: SOURCE_WEIGHT[source] * (labelled.hard ? HARD_WEIGHT : 1),
    family: labelled.family,
    source,
  };
}
