import { readFile } from 'node:fs/promises';
import { stripComments } from 'jsonc-parser';
import { LineCounter, parseDocument } from 'yaml';
import { escapeTerminal } from '../model/escape/terminal.ts';
import { InputError } from '../model/fault.ts';
import { Overrides } from '../policy/overrides/overrides.ts';

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
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const broken = document.errors.map(({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${firstLine(message)}`);
  if (broken.length > 0) throw problemsIn(file, broken);
  // zod passes over this name, so that an override of such a tool would be lost.
  if (/__proto__/.test(text)) throw problemsIn(file, ['a server or tool named __proto__ cannot be overridden']);
  const parsed = Overrides.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const keys = path.map((key) => (typeof key === 'symbol' ? String(key) : key));
    const place = placeOf(document, keys);
    const line = place === undefined ? '' : `line ${lines.linePos(place).line}: `;
    return `${line}${keys.length === 0 ? 'the file' : keys.join(' › ')}: ${message}`;
  });
  throw problemsIn(file, problems);
}

/** Offset of the value at a path, or of the nearest one above it. */
function placeOf(document: ReturnType<typeof parseDocument>, keys: readonly (string | number)[]): number | undefined {
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
  const list = problems.map((problem) => `  ${escapeTerminal(problem)}`).join('\n');
  return new InputError(`the overrides ${file} have ${count}:\n${list}`);
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
