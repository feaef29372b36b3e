import { diffLines } from 'diff';
import { canonicalize } from '../../model/canonical.ts';
import type { Json } from '../../model/json.ts';
import type { TextDiff } from './change.ts';

/** Lines of a diff that are kept; a person who needs more reads the definitions. */
const MAX_LINES = 24;

/** Characters of a line that are kept. */
const MAX_LINE = 400;

/** Edits and characters beyond which two texts are shown as wholly different: the search grows with their product. */
const MAX_EDITS = 600;
const MAX_CHARACTERS = 200_000;

/** The lines that differ between two texts, without those around them. */
export function diffTexts(before: string, after: string): TextDiff {
  const [old, young] = [before.slice(0, MAX_CHARACTERS), after.slice(0, MAX_CHARACTERS)];
  const parts = diffLines(`${old}\n`, `${young}\n`, { maxEditLength: MAX_EDITS }) ?? [
    { value: `${old}\n`, removed: true, added: false },
    { value: `${young}\n`, removed: false, added: true },
  ];
  const lines: string[] = [];
  for (const { value, added, removed } of parts) {
    if (!added && !removed) continue;
    for (const line of value.replace(/\n$/, '').split('\n')) lines.push(`${added ? '+' : '-'} ${cut(line)}`);
  }
  if (lines.length <= MAX_LINES) return lines;
  const half = MAX_LINES / 2;
  return [...lines.slice(0, half), `… ${lines.length - MAX_LINES} more lines`, ...lines.slice(-half)];
}

/** The same for two JSON values, one member a line, members in canonical order. */
export function diffJson(before: Json | undefined, after: Json | undefined): TextDiff {
  return diffTexts(prettyJson(before), prettyJson(after));
}

function prettyJson(value: Json | undefined): string {
  return value === undefined ? '' : JSON.stringify(JSON.parse(canonicalize(value)), null, 2);
}

function cut(line: string): string {
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE).toWellFormed()}…`;
}
