import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judge } from '../classify/judge.ts';
import { featuresOf, vectorOf } from '../classify/statistical/features.ts';
import { crossValidate } from '../measure/cross-validate.ts';
import { type Evaluation, evaluate, type Scored } from '../measure/evaluate.ts';
import { type Example, exampleOf, type LabelledTool, type Provenance } from '../measure/example.ts';
import { fitCalibration, type HeldOutRow } from '../measure/fit-calibration.ts';
import { fitModel } from '../measure/fit-model.ts';
import { packWeights } from '../measure/pack-weights.ts';
import { hashOf } from '../model/canonical.ts';
import type { OnEvent } from '../model/event.ts';
import { parseLabelledLines } from './labelled-lines.ts';

/** What to fit on, and where the model goes. */
export type FitOptions = {
  /** Folder with `gold-dev.jsonl`, `silver.jsonl` and `silver-uncertain.jsonl`. */
  data: string;
  /** Folder for the model; nothing is written without it. */
  out?: string;
  seed: number;
  folds: number;
  /** Day that is written into the model, `YYYY-MM-DD`. */
  date: string;
};

const FILES: readonly (readonly [file: string, provenance: Provenance])[] = [
  ['gold-dev.jsonl', 'gold'],
  ['silver.jsonl', 'silver'],
  ['silver-uncertain.jsonl', 'uncertain'],
];

/** Trains the model, measures it on families that it did not see, calibrates it, and writes it. */
export async function runFit(options: FitOptions, onEvent: OnEvent): Promise<Evaluation> {
  const { labelled, examples, hash } = await readExamples(options.data);
  const { scores, folds } = crossValidate(examples, options.folds, options.seed, (fold) =>
    onEvent({ type: 'note', message: `fold ${fold + 1} of ${options.folds} done` }),
  );
  const held = examples.map((example, row) => ({
    example,
    scores: scores[row]!,
    fold: folds[row]!,
    gold: labelled[row]!,
  }));
  const gold = held.filter(({ example }) => example.gold);
  const metrics = evaluate(
    gold.map((row) =>
      verdictOn(
        row,
        gold.filter(({ fold }) => fold !== row.fold),
      ),
    ),
  );
  if (options.out !== undefined) {
    const facts = { date: options.date, data: hash, seed: options.seed, rules: 'none' };
    const weights = packWeights(fitModel(examples), facts);
    await mkdir(options.out, { recursive: true });
    await writeJson(join(options.out, 'weights.json'), weights);
    await writeJson(join(options.out, 'calibration.json'), fitCalibration(gold, hashOf(weights)));
    await writeJson(join(options.out, 'metrics.json'), { ...facts, folds: options.folds, ...metrics });
  }
  return metrics;
}

const calibrations = new Map<number, ReturnType<typeof fitCalibration>>();

/** The verdict on a held-out row by a calibration that was fitted on the other folds. */
function verdictOn(row: HeldOutRow & { fold: number; gold: LabelledTool }, others: readonly HeldOutRow[]): Scored {
  const calibration = calibrations.get(row.fold) ?? fitCalibration(others, '');
  calibrations.set(row.fold, calibration);
  return { gold: row.gold, verdict: judge(row.scores, calibration) };
}

async function readExamples(folder: string): Promise<{ labelled: LabelledTool[]; examples: Example[]; hash: string }> {
  const labelled: LabelledTool[] = [];
  const examples: Example[] = [];
  const texts: string[] = [];
  for (const [file, provenance] of FILES) {
    const text = await readFile(join(folder, file), 'utf8');
    texts.push(text);
    for (const one of parseLabelledLines(text, file)) {
      labelled.push(one);
      examples.push(exampleOf(one, provenance, vectorOf(featuresOf(one.tool, one.context))));
    }
  }
  return { labelled, examples, hash: hashOf(texts) };
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value)}\n`);
}
