import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Examination, examine } from '../classify/examine.ts';
import type { Lexicon } from '../classify/lexicon.ts';
import { type Example, exampleOf, type LabelledTool, type LabelSource } from '../measure/example.ts';
import { InputError } from '../model/fault.ts';
import { definitionHash } from '../model/tool.ts';
import { parseLabelledLines } from './labelled-lines.ts';
import { labelSnapshots } from './labelled-snapshots.ts';
import { readTestSets } from './test-sets.ts';
import { parseToolLabels } from './tool-label.ts';

/** A labelled tool, read and ready to learn from. */
export type ExaminedTool = {
  labelled: LabelledTool;
  examination: Omit<Examination, 'vector' | 'subject'>;
  example: Example;
};

/** What is learned from. */
export type LabelFiles = {
  /** Folder with `gold-dev.jsonl`, `silver.jsonl`, `silver-uncertain.jsonl` and `snapshots-npm.jsonl`. */
  folder: string;
  /** Folder with our own: `definitions.jsonl`, made up for training, and `snapshots.jsonl`, labels of the snapshots' tools. */
  training: string;
  /** Files of reviewers' decisions, as `review export --labels` writes them. */
  decisions: readonly string[];
};

type Labelled = { source: LabelSource; tools: readonly LabelledTool[] };

const GOLD = 'gold-dev.jsonl';

/** The files of a data folder in the format of gold. */
const FILES: readonly (readonly [file: string, source: LabelSource])[] = [
  [GOLD, 'gold'],
  ['silver.jsonl', 'silver'],
  ['silver-uncertain.jsonl', 'uncertain'],
];

const SNAPSHOTS = 'snapshots-npm.jsonl';
const SNAPSHOT_LABELS = 'snapshots.jsonl';
const MADE_UP = 'definitions.jsonl';

/**
 * Reads and examines everything that is learned from; `hash` is the SHA-256 of the files. Throws `InputError` where a
 * file cannot be read, or where a decision is on a tool of a test set.
 */
export async function readLabelledData(
  { folder, training, decisions }: LabelFiles,
  lexicon: Lexicon,
): Promise<{ tools: ExaminedTool[]; hash: string }> {
  const hash = createHash('sha256');
  const read = async (file: string): Promise<string> => {
    const text = await readText(file);
    hash.update(text);
    return text;
  };
  const sets: Labelled[] = [];
  for (const [file, source] of FILES)
    sets.push({ source, tools: parseLabelledLines(await read(join(folder, file)), file) });
  const labels = parseToolLabels(await read(join(training, SNAPSHOT_LABELS)), SNAPSHOT_LABELS);
  sets.push({ source: 'sampled', tools: labelSnapshots(labels, await read(join(folder, SNAPSHOTS)), SNAPSHOTS) });
  sets.push({ source: 'made-up', tools: parseLabelledLines(await read(join(training, MADE_UP)), MADE_UP) });
  const testSets = decisions.length === 0 ? new Set<string>() : await readTestSets([join(folder, GOLD)]);
  for (const file of decisions)
    sets.push({ source: 'decided', tools: parseDecisions(await read(file), file, testSets) });
  const tools = sets.flatMap(({ source, tools: some }) => some.map((labelled) => examined(labelled, source, lexicon)));
  return { tools, hash: hash.digest('hex') };
}

function examined(labelled: LabelledTool, source: LabelSource, lexicon: Lexicon): ExaminedTool {
  const { facts, rules, vector } = examine(labelled.tool, labelled.context, lexicon);
  return { labelled, examination: { facts, rules }, example: exampleOf(labelled, source, vector) };
}

function parseDecisions(text: string, file: string, testSets: ReadonlySet<string>): LabelledTool[] {
  const tools = parseLabelledLines(text, file);
  const tested = tools.find(({ tool }) => testSets.has(definitionHash(tool)));
  if (tested === undefined) return tools;
  throw new InputError(
    `${file}: ${tested.tool.name} of ${tested.context.server} stands in a test set and may not be learned: export the labels again with --test-set ${GOLD}`,
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError(`${path} cannot be read`, { cause });
  }
}
