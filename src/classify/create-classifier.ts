import { hashOf } from '../model/canonical.ts';
import { SEVERITY_OF } from '../model/category.ts';
import type { Classification } from '../model/classification.ts';
import { contextHash, type ServerContext } from '../model/server-context.ts';
import { definitionHash, type Tool } from '../model/tool.ts';
import type { Classifier } from './classifier.ts';
import { judge } from './judge.ts';
import type { CalibrationFile } from './statistical/calibration.ts';
import { featuresOf, vectorOf } from './statistical/features.ts';
import { scoresOf } from './statistical/predict.ts';
import { readWeights, type WeightsFile } from './statistical/weights.ts';

/** What the classifier reads of `data/`, parsed. */
export type ClassifierAssets = {
  weights: WeightsFile;
  calibration: CalibrationFile;
};

/** The offline classifier: signals, model, calibration and thresholds together. */
export function createClassifier(assets: ClassifierAssets): Classifier {
  const weights = readWeights(assets.weights);
  const { calibration } = assets;
  const versions = { rules: assets.weights.rules, weights: hashOf([assets.weights, calibration]).slice(0, 12) };
  const classifyTool = (tool: Tool, context: ServerContext): Classification => {
    const scores = scoresOf(vectorOf(featuresOf(tool, context)), weights);
    const { category, confidence, probabilities, effects, needsReview, reviewReasons } = judge(scores, calibration);
    return {
      category,
      severity: SEVERITY_OF[category],
      confidence,
      probabilities,
      effects,
      needsReview,
      reviewReasons,
      evidence: [{ pointer: '/name', quote: tool.name, signal: 'model' }],
      rationale: `The definition of ${tool.name} reads as ${category}.`,
      decidedBy: 'model',
      versions,
      definitionHash: definitionHash(tool),
      contextHash: contextHash(context, tool.name),
    };
  };
  return { versions, classifyTool };
}
