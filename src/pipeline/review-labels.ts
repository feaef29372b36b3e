import { readFile } from 'node:fs/promises';
import type { ReviewStore } from '../catalog/reviews/review-store.ts';
import { stringifyJson } from '../model/escape/json.ts';
import { InputError } from '../model/fault.ts';
import { definitionHash } from '../model/tool.ts';
import { labelOf } from '../review/label.ts';
import { ruleOn, standingDecisions } from '../review/ruling.ts';
import { readAsset } from './assets.ts';
import { parseLabelledLines } from './labelled-lines.ts';

/** What an export of labels left out, and how many it wrote. */
export type LabelCounts = { written: number; disputed: number; ofTestSets: number; unknown: number };

/**
 * People's settled decisions as labelled tools, one JSON line each. A definition that stands in a test set is never among
 * them; `counts` tells when it is done what was left out.
 */
export async function* exportLabels(
  reviews: ReviewStore,
  testSet: ReadonlySet<string>,
  counts: LabelCounts,
): AsyncIterable<string> {
  const seen = new Set<string>();
  for await (const event of reviews.journal()) {
    const { server, toolSetHash, definitionHash: hash } = event;
    const keys = [`${server} ${hash}`, `${toolSetHash} ${hash}`];
    if (event.action === 'undo' || keys.some((key) => seen.has(key))) continue;
    const ruling = ruleOn(
      { server, toolSetHash, definitionHash: hash },
      standingDecisions(await reviews.eventsFor(server, toolSetHash)),
    );
    if (ruling.kind === 'none') continue;
    for (const key of keys) seen.add(key);
    const known = ruling.kind === 'conflict' ? undefined : await reviews.knownTool(server, hash);
    if (ruling.kind === 'conflict') counts.disputed += 1;
    else if (testSet.has(hash)) counts.ofTestSets += 1;
    else if (known === undefined) counts.unknown += 1;
    else {
      counts.written += 1;
      yield `${stringifyJson(labelOf(server, known, ruling))}\n`;
    }
  }
}

/** Hashes of the definitions that may never be learned from: those of our own test set and of other gold files. */
export async function readTestSets(files: readonly string[]): Promise<Set<string>> {
  const hashes = new Set<string>();
  const add = (text: string, file: string): void => {
    for (const { tool } of parseLabelledLines(text, file)) hashes.add(definitionHash(tool));
  };
  add(readBenchmark(), 'data/benchmark/definitions.jsonl');
  for (const file of files) add(await readText(file), file);
  return hashes;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError(`${file} cannot be read`, { cause });
  }
}

function readBenchmark(): string {
  try {
    return readAsset('data/benchmark/definitions.jsonl');
  } catch (cause) {
    throw new InputError('labels are exported from a checkout of toolrisk only, where its test set is known', {
      cause,
    });
  }
}
