import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Examination, examine } from '../classify/examine.ts';
import type { Lexicon } from '../classify/lexicon.ts';
import { type Example, exampleOf, type LabelledTool, type LabelSource } from '../measure/example.ts';
import { InputError } from '../model/fault.ts';
import { parseLabelledLines } from './labelled-lines.ts';

/** A labelled tool, read and ready to learn from. */
export type ExaminedTool = {
  labelled: LabelledTool;
  examination: Omit<Examination, 'vector' | 'subject'>;
  example: Example;
};

/** The files of a data folder. */
const FILES: readonly (readonly [file: string, source: LabelSource])[] = [
  ['gold-dev.jsonl', 'gold'],
  ['silver.jsonl', 'silver'],
  ['silver-uncertain.jsonl', 'uncertain'],
];

/** Reads and examines the labelled tools of a folder; `hash` is the SHA-256 of the files. */
export async function readLabelledData(
  folder: string,
  lexicon: Lexicon,
): Promise<{ tools: ExaminedTool[]; hash: string }> {
  const tools: ExaminedTool[] = [];
  const hash = createHash('sha256');
  for (const [file, source] of FILES) {
    const text = await readText(join(folder, file));
    hash.update(text);
    for (const labelled of parseLabelledLines(text, file)) {
      const { facts, rules, vector } = examine(labelled.tool, labelled.context, lexicon);
      tools.push({ labelled, examination: { facts, rules }, example: exampleOf(labelled, source, vector) });
    }
  }
  return { tools, hash: hash.digest('hex') };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError(`${path} cannot be read`, { cause });
  }
}
