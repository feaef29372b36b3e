import { readFile } from 'node:fs/promises';
import { InputError } from '../model/fault.ts';
import { definitionHash } from '../model/tool.ts';
import { readAsset } from './assets.ts';
import { parseLabelledLines } from './labelled-lines.ts';

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
    throw new InputError(
      'labels are exported and learned in a checkout of toolrisk only, where its test set is known',
      {
        cause,
      },
    );
  }
}
