import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { escapeTerminal } from '../model/escape/terminal.ts';
import { InputError } from '../model/fault.ts';

/** How a file that people write is called in messages: `the config nightly.yaml has`, `the overrides o.yaml have`. */
export type YamlFile = { called: string; separator: string };

/** Reads YAML by a schema. Throws `InputError` that names every problem with its line and its path in the file. */
export function parseYaml<T>(schema: z.ZodType<T>, text: string, { called, separator }: YamlFile): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors.map(({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${firstLine(message)}`);
  if (broken.length > 0) throw problemsIn(called, broken);
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const keys = path.map((key) => (typeof key === 'symbol' ? String(key) : key));
    const offset = offsetOf(document, keys);
    const line = offset === undefined ? '' : `line ${lines.linePos(offset).line}: `;
    return `${line}${keys.length === 0 ? 'the file' : keys.join(separator)}: ${message}`;
  });
  throw problemsIn(called, problems);
}

/** All problems of a file as one error, a line each. */
export function problemsIn(called: string, problems: readonly string[]): InputError {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return new InputError(`${called} ${count}:\n${problems.map((problem) => `  ${escapeTerminal(problem)}`).join('\n')}`);
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

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
