import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClassifier } from '../classify/create-classifier.ts';
import { rulesVersion } from '../classify/examine.ts';
import type { Lexicon } from '../classify/lexicon.ts';
import { crossValidate } from '../measure/cross-validate.ts';
import { type Evaluation, evaluate, type Scored } from '../measure/evaluate.ts';
import { NO_FOLD } from '../measure/family-folds.ts';
import { fitCalibration, type HeldOutRow } from '../measure/fit-calibration.ts';
import { fitModel, MODEL_OPTIONS } from '../measure/fit-model.ts';
import { type PackedWeights, packWeights } from '../measure/pack-weights.ts';
import type { OnEvent } from '../model/event.ts';
import { type ExaminedTool, type LabelFiles, readLabelledData } from './labelled-data.ts';

/** What to fit on, and where the model goes. */
export type FitOptions = {
  labels: LabelFiles;
  /** Folder for the model; nothing is fitted on all data or written without it. */
  out?: string;
  seed: number;
  folds: number;
  /** Day that is written into the model, `YYYY-MM-DD`. */
  date: string;
};

/** Measures the model on families that it did not see; with `out`, trains it on all, calibrates it and writes it. */
export async function runFit(options: FitOptions, lexicon: Lexicon, onEvent: OnEvent): Promise<Evaluation> {
  const { tools, hash } = await readLabelledData(options.labels, lexicon);
  const examples = tools.map(({ example }) => example);
  const note = (fold: number): void => onEvent({ type: 'note', message: `fold ${fold + 1} of ${options.folds}` });
  const { scores, folds, models } = crossValidate(examples, options.folds, options.seed, MODEL_OPTIONS, note);
  const held = tools
    .map((tool, row) => ({ ...tool, scores: scores[row]!, fold: folds[row]! }))
    .filter(({ fold }) => fold !== NO_FOLD);
  const metrics = evaluate(classifyAcrossFolds(held, models, lexicon));
  if (options.out !== undefined) {
    onEvent({ type: 'note', message: 'the model on all data' });
    const facts = { date: options.date, data: hash, seed: options.seed, rules: rulesVersion(lexicon) };
    const { file, table } = packWeights(fitModel(examples, options.seed), facts);
    await mkdir(options.out, { recursive: true });
    await writeFile(join(options.out, 'weights.bin'), table);
    await writeJson(join(options.out, 'weights.json'), file);
    await writeJson(join(options.out, 'calibration.json'), { weights: file.table, ...fitCalibration(held) });
    await writeJson(join(options.out, 'metrics.json'), { ...facts, folds: options.folds, ...metrics });
  }
  return metrics;
}

/**
 * Whole verdicts on the held-out rows of gold, as `classify` gives them: those of each fold by the model that did not see
 * it, with a calibration that was fitted on the other folds.
 */
function classifyAcrossFolds(
  rows: readonly (ExaminedTool & HeldOutRow & { fold: number })[],
  models: readonly PackedWeights[],
  lexicon: Lexicon,
): Scored[] {
  return models.flatMap(({ file, table }, fold) => {
    const calibration = { weights: file.table, ...fitCalibration(rows.filter((row) => row.fold !== fold)) };
    const classifier = createClassifier({ lexicon, weights: file, table, calibration });
    return rows
      .filter((row) => row.fold === fold && row.example.source === 'gold')
      .map(({ labelled }) => ({ gold: labelled, verdict: classifier.classifyTool(labelled.tool, labelled.context) }));
  });
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
}
