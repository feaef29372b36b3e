import { readFile } from 'node:fs/promises';
import { stripComments } from 'jsonc-parser';
import { InputError } from '../model/fault.ts';
import { Overrides } from '../policy/overrides/overrides.ts';
import { parseYaml, problemsIn } from './parse-yaml.ts';

/** Reads an overrides file: YAML, or JSON with comments. Throws `InputError` that names every problem with its line. */
export async function readOverrides(file: string): Promise<Overrides> {
  try {
    return parseOverrides(await readFile(file, 'utf8'), file);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`the overrides ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** The overrides that a text is; `file` names it in messages and says by its ending what it is. */
export function parseOverrides(text: string, file: string): Overrides {
  // JSON without its comments is YAML, in which a key that stands twice is told.
  const source = /\.jsonc?$/i.test(file) ? stripComments(text, ' ') : text;
  const called = `the overrides ${file} have`;
  // zod passes over this name, so that an override of such a tool would be lost.
  if (/__proto__/.test(text)) throw problemsIn(called, ['a server or tool named __proto__ cannot be overridden']);
  // Ids of servers hold dots.
  return parseYaml(Overrides, source, { called, separator: ' › ' });
}
