import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { Classifier } from '../classify/classifier.ts';
import { type Change, compareEvaluations, type Tolerances } from '../measure/compare.ts';
import { type Evaluation, evaluate } from '../measure/evaluate.ts';
import { InputError } from '../model/fault.ts';
import { readAsset } from './assets.ts';
import { parseLabelledLines } from './labelled-lines.ts';
import type { OpenLlm } from './open-llm.ts';

/** How good the classifier is on a labelled file, by which versions, and how fast. */
export type EvalReport = Evaluation & {
  versions: Classifier['versions'];
  toolsPerSecond: number;
};

/**
 * Classifies the labelled tools of a file, asks a language model about them where one is given, and measures the
 * verdicts. Throws `InputError` on a file that cannot be read.
 */
export async function evaluateFile(
  path: string,
  classifier: Classifier,
  llm?: Pick<OpenLlm, 'adjudicate'>,
): Promise<EvalReport> {
  const labelled = parseLabelledLines(await readInput(path), path);
  if (labelled.length === 0) throw new InputError(`${path} holds no labelled tool`);
  const start = performance.now();
  const items = labelled.map(({ tool, context }) => ({
    tool,
    context,
    verdict: classifier.classifyTool(tool, context),
  }));
  const verdicts = llm === undefined ? items.map(({ verdict }) => verdict) : await llm.adjudicate(items);
  const scored = labelled.map((gold, at) => ({ gold, verdict: verdicts[at]! }));
  const seconds = (performance.now() - start) / 1000;
  return { ...evaluate(scored), versions: classifier.versions, toolsPerSecond: Math.round(scored.length / seconds) };
}

/** An earlier `eval --json` document; only its figures are read. */
const EarlierReport = z.custom<Evaluation>((value) => EarlierFigures.safeParse(value).success);
const EarlierFigures = z.looseObject({
  accuracy: z.number(),
  macroF1: z.number(),
  severeMisses: z.looseObject({ rate: z.number() }),
  calibrationError: z.number(),
  unreviewed: z.looseObject({ coverage: z.number(), accuracy: z.number() }),
  effects: z.looseObject({ microF1: z.number() }),
});

/** Compares figures with those of an earlier `eval --json` document, by the tolerances of `data/benchmark/tolerances.json`. */
export async function compareWithFile(now: Evaluation, path: string): Promise<Change[]> {
  const parsed = EarlierReport.safeParse(parseJson(await readInput(path), path));
  if (!parsed.success) throw new InputError(`${path} is no document of eval --json`);
  return compareEvaluations(parsed.data, now, readTolerances());
}

function readTolerances(): Tolerances {
  const drop = z.number().min(0).max(1);
  return z
    .object({
      accuracy: drop,
      macroF1: drop,
      severeMissRate: drop,
      calibrationError: drop,
      unreviewedCoverage: drop,
      unreviewedAccuracy: drop,
      effectsMicroF1: drop,
    })
    .parse(JSON.parse(readAsset('data/benchmark/tolerances.json')));
}

async function readInput(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError(`${path} cannot be read`, { cause });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${path} is not JSON`, { cause });
  }
}
