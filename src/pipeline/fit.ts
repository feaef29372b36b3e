import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rulesVersion } from '../classify/examine.ts';
import { judge } from '../classify/judge.ts';
import type { Lexicon } from '../classify/lexicon.ts';
import { crossValidate } from '../measure/cross-validate.ts';
import { type Evaluation, evaluate } from '../measure/evaluate.ts';
import { NO_FOLD } from '../measure/family-folds.ts';
import { fitCalibration, type HeldOutRow } from '../measure/fit-calibration.ts';
import { fitModel, MODEL_OPTIONS } from '../measure/fit-model.ts';
import { packWeights } from '../measure/pack-weights.ts';
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
  const { scores, folds } = crossValidate(examples, options.folds, options.seed, MODEL_OPTIONS, note);
  const held = tools
    .map((tool, row) => ({ ...tool, scores: scores[row]!, fold: folds[row]! }))
    .filter(({ fold }) => fold !== NO_FOLD);
  const metrics = evaluate(judgeAcrossFolds(held, options.folds));
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

/** Verdicts on the held-out rows of gold, those of each fold by a calibration that was fitted on the other folds. */
function judgeAcrossFolds(rows: readonly (ExaminedTool & HeldOutRow & { fold: number })[], folds: number) {
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const calibration = { weights: '', ...fitCalibration(rows.filter((row) => row.fold !== fold)) };
    return rows
      .filter((row) => row.fold === fold && row.example.source === 'gold')
      .map((row) => ({ gold: row.labelled, verdict: judge(row.scores, row.examination, calibration) }));
  });
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
}
