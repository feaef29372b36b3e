import { z } from 'zod';
import { EFFECTS } from '../../model/category.ts';

const probability = z.number().min(0).max(1);

/** Shape of `data/model/calibration.json`: numbers that were fitted on predictions for tools left out of the training. */
export const CalibrationFile = z.object({
  /** SHA-256 of the table of weights that it belongs to. */
  weights: z.string(),
  /** Scores are divided by it before they become probabilities. */
  temperature: z.number().positive(),
  /** Weights of `confidenceFeatures`, the last one the bias: the logit of the probability that the verdict is right. */
  confidence: z.array(z.number()),
  /** Below this confidence a person should look: above it, the target share of verdicts was right. */
  reviewBelow: probability,
  /** A Read verdict goes to review when Execute, Destructive and Financial together reach this probability. */
  severeRunnerUp: probability,
  /** Weights of `effectInputs`, the last one the bias; an effect is reported from the probability `from` on. */
  effects: z.record(z.enum(EFFECTS), z.strictObject({ weights: z.array(z.number()), from: probability })),
});
export type CalibrationFile = z.infer<typeof CalibrationFile>;
