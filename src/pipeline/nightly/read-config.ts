import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../model/fault.ts';
import { parseYaml } from '../parse-yaml.ts';
import { NightlyConfig } from './config.ts';

/** A config with the folder that its paths are relative to. */
export type ReadConfig = { config: NightlyConfig; folder: string };

/** Reads a night's config. Throws `InputError` that names every problem with its line and its path in the file. */
export async function readNightlyConfig(file: string): Promise<ReadConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError(`the config ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return { config: parseNightlyConfig(text, file), folder: dirname(resolve(file)) };
}

/** The config that a text is; `file` names it in messages. */
export function parseNightlyConfig(text: string, file: string): NightlyConfig {
  return parseYaml(NightlyConfig, text, { called: `the config ${file} has`, separator: '.' });
}
