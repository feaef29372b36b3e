import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { InputError } from '../../model/fault.ts';
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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors.map(({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${firstLine(message)}`);
  if (broken.length > 0) throw problemsIn(file, broken);
  const parsed = NightlyConfig.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const keys = path.map((key) => (typeof key === 'symbol' ? String(key) : key));
    const offset = offsetOf(document, keys);
    const line = offset === undefined ? '' : `line ${lines.linePos(offset).line}: `;
    return `${line}${keys.length === 0 ? 'the file' : keys.join('.')}: ${message}`;
  });
  throw problemsIn(file, problems);
}

/** Where the value of a path stands, or that of the nearest path above it. */
function offsetOf(document: ReturnType<typeof parseDocument>, keys: readonly (string | number)[]): number | undefined {
  for (let length = keys.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(keys.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      const [start]: unknown[] = node.range;
      if (typeof start === 'number') return start;
    }
  }
  return undefined;
}

function problemsIn(file: string, problems: readonly string[]): InputError {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return new InputError(`the config ${file} has ${count}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
