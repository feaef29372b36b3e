import { hashOf } from '../model/canonical.ts';
import { type Category, SEVERITY_OF } from '../model/category.ts';
import type { Classification, Evidence } from '../model/classification.ts';
import { contextHash, type ServerContext } from '../model/server-context.ts';
import { definitionHash, type Tool } from '../model/tool.ts';
import type { Classifier } from './classifier.ts';
import { examine, rulesVersion } from './examine.ts';
import { judge } from './judge.ts';
import { judgeActions, withWorstAction } from './judge-actions.ts';
import type { Lexicon } from './lexicon.ts';
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
    const judgement = withWorstAction(judge(scoresOf(examination.vector, weights), examination, calibration), actions);
    const { category, confidence, probabilities, effects, needsReview, reviewReasons, decidedBy } = judgement;
    return {
      category,
      severity: SEVERITY_OF[category],
      confidence,
      probabilities,
      effects,
      needsReview,
      reviewReasons,
      evidence: evidenceFor(category, tool, examination.facts),
      rationale: `The definition of ${tool.name} reads as ${category}.`,
      ...(actions.length === 0 ? {} : { actions }),
      decidedBy,
      versions,
      definitionHash: definitionHash(tool),
      contextHash: contextHash(context, tool.name),
    };
  };
  return { versions, classifyTool };
}

/** The facts that speak for the category first; the name where nothing was found. */
function evidenceFor(category: Category, tool: Tool, facts: readonly FoundFact[]): Evidence[] {
  const speaking = facts.filter(({ speaksFor }) => speaksFor === category);
  const others = facts.filter(({ speaksFor }) => speaksFor !== category);
  const evidence = [...speaking, ...others]
    .slice(0, MAX_EVIDENCE)
    .map(({ pointer, quote, signal }) => ({ pointer, quote, signal }));
  return evidence.length > 0 ? evidence : [{ pointer: '/name', quote: tool.name, signal: 'model' }];
}
