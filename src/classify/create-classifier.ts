import { hashOf } from '../model/canonical.ts';
import { type Category, SEVERITY_OF } from '../model/category.ts';
import type { AnnotationMismatch, Classification, Evidence } from '../model/classification.ts';
import { contextHash, type ServerContext } from '../model/server-context.ts';
import { definitionHash, type Tool } from '../model/tool.ts';
import type { Classifier } from './classifier.ts';
import { examine, rulesVersion } from './examine.ts';
import { judge } from './judge.ts';
import { judgeActions, withWorstAction } from './judge-actions.ts';
import type { Lexicon } from './lexicon.ts';
import { findMismatches } from './mismatch.ts';
import { composeRationale } from './rationale.ts';
import type { FoundFact } from './signals/index.ts';
import type { CalibrationFile } from './statistical/calibration.ts';
import { scoresOf } from './statistical/predict.ts';
import { readWeights, type WeightsFile } from './statistical/weights.ts';

/** What the classifier reads of `data/`, parsed. */
export type ClassifierAssets = {
  lexicon: Lexicon;
  weights: WeightsFile;
  /** The table of weights. */
  table: Uint8Array;
  calibration: CalibrationFile;
};

/** Pieces of evidence that a verdict shows. */
const MAX_EVIDENCE = 6;

/** The offline classifier: signals, model, calibration and thresholds together. */
export function createClassifier({ lexicon, weights: file, table, calibration }: ClassifierAssets): Classifier {
  const weights = readWeights(file, table);
  const versions = { rules: rulesVersion(lexicon), weights: hashOf([file, calibration]).slice(0, 12) };
  const classifyTool = (tool: Tool, context: ServerContext): Classification => {
    const examination = examine(tool, context, lexicon);
    const actions = judgeActions(examination.subject, weights, calibration);
    const scores = scoresOf(examination.vector, weights);
    const conclude = (mismatches: AnnotationMismatch[]) =>
      withWorstAction(judge(scores, { ...examination, mismatches }, calibration), actions);
    const { subject, facts } = examination;
    const first = conclude([]);
    const mismatch = findMismatches(subject, facts, first.category);
    const { category, confidence, probabilities, effects, needsReview, reviewReasons, decidedBy } =
      mismatch.length === 0 ? first : conclude(mismatch);
    return {
      category,
      severity: SEVERITY_OF[category],
      confidence,
      probabilities,
      effects,
      needsReview,
      reviewReasons,
      evidence: evidenceFor(category, tool, facts),
      rationale: composeRationale({ subject, facts, category, probabilities, effects, reviewReasons, mismatch }),
      ...(actions.length === 0 ? {} : { actions }),
      ...(mismatch.length === 0 ? {} : { annotationMismatch: mismatch }),
      decidedBy,
      versions,
      definitionHash: definitionHash(tool),
      contextHash: contextHash(context, tool.name),
    };
  };
  return { versions, classifyTool };
}

/** Ranks that a fact may have as evidence, from 0. */
const RANKS = 8;
/** Signals that tell what is done. */
const DEEDS: ReadonlySet<string> = new Set(['action-choice', 'foreign-deed', 'name-deed', 'stated-deed']);

/** The facts that speak for the category first, those that tell what is done before others; the name where nothing was found. */
function evidenceFor(category: Category, tool: Tool, facts: readonly FoundFact[]): Evidence[] {
  const ranks = facts.map(
    ({ signal, speaksFor }) =>
      (signal === 'claimed-hints' ? 4 : 0) + (speaksFor === category ? 0 : 2) + (DEEDS.has(signal) ? 0 : 1),
  );
  const evidence: Evidence[] = [];
  for (let rank = 0; rank < RANKS && evidence.length < MAX_EVIDENCE; rank += 1)
    for (let at = ranks.indexOf(rank); at >= 0 && evidence.length < MAX_EVIDENCE; at = ranks.indexOf(rank, at + 1)) {
      const { pointer, quote, signal } = facts[at]!;
      evidence.push({ pointer, quote, signal });
    }
  return evidence.length > 0 ? evidence : [{ pointer: '/name', quote: tool.name, signal: 'model' }];
}
