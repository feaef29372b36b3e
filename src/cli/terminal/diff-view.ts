import { type Change, isRise, type TextDiff } from '../../catalog/compare/change.ts';
import type { Category } from '../../model/category.ts';
import type { Paint } from './paint.ts';
import { cutTo, oneLine, type Screen } from './screen.ts';

/** Changes for a person, server by server: what rose is marked, texts as short line diffs. */
export async function* viewDiff(changes: AsyncIterable<Change>, screen: Screen): AsyncGenerator<string> {
  const { paint, width } = screen;
  let server: string | undefined;
  let total = 0;
  let rises = 0;
  for await (const change of changes) {
    if (change.server !== server) yield `\n${paint.bold(oneLine(change.server))}\n`;
    server = change.server;
    total += 1;
    if (isRise(change)) rises += 1;
    for (const line of linesOf(change, paint)) yield `${cutTo(line, width)}\n`;
  }
  yield total === 0 ? 'nothing changed\n' : `\n${total} changes, ${rises} of them a risk that rose\n`;
}

function linesOf(change: Change, paint: Paint): string[] {
  const mark = isRise(change) ? paint.bad('!') : ' ';
  return [`${mark} ${headOf(change, paint)}`, ...diffsOf(change).map((line) => `      ${painted(line, paint)}`)];
}

function headOf(change: Change, paint: Paint): string {
  const tool = 'tool' in change ? paint.bold(oneLine(change.tool)) : '';
  const word = (category: Category) => paint.category(category, category);
  switch (change.kind) {
    case 'server-added':
      return `new, ${change.tools} tools${critical(change.critical)}`;
    case 'server-removed':
      return `gone, with ${change.tools} tools`;
    case 'server-failed':
      return `could not be listed (${change.code}): ${oneLine(change.message)}`;
    case 'server-recovered':
      return `listed again (failed before: ${change.code})`;
    case 'version-changed':
      return `version ${oneLine(change.from)} → ${oneLine(change.to)}`;
    case 'instructions-changed':
      return 'instructions changed';
    case 'tool-added':
      return `+ ${tool} ${word(change.category)}`;
    case 'tool-removed':
      return `- ${tool} ${word(change.category)}`;
    case 'tool-renamed':
      return `${oneLine(change.from)} is called ${tool} now`;
    case 'definition-changed':
      return `${tool} changed${change.sameVersion === undefined ? '' : paint.bad(` under the same version ${oneLine(change.sameVersion)}`)}`;
    case 'risk-changed':
      return `${tool} ${word(change.from)} → ${word(change.to)}${effectsOf(change)} (risk ${change.direction}${change.definitionChanged ? '' : ', judged anew'})`;
    case 'annotation-mismatch':
      return `${tool} claims what its definition contradicts: ${mismatchesOf(change)}`;
    default:
      return '';
  }
}

function mismatchesOf({ mismatches }: Change & { kind: 'annotation-mismatch' }): string {
  return mismatches.map(({ hint, because }) => `${hint}: ${oneLine(because)}`).join('; ');
}

function critical(names: readonly string[]): string {
  return names.length === 0 ? '' : `, critical: ${names.map(oneLine).join(', ')}`;
}

function effectsOf({ effectsAdded, effectsRemoved }: Change & { kind: 'risk-changed' }): string {
  const words = [...effectsAdded.map((effect) => `+${effect}`), ...effectsRemoved.map((effect) => `-${effect}`)];
  return words.length === 0 ? '' : ` ${words.join(' ')}`;
}

function diffsOf(change: Change): string[] {
  if (change.kind === 'instructions-changed') return [...change.diff];
  if (change.kind !== 'definition-changed') return [];
  return change.fields.flatMap(({ field, diff }: { field: string; diff: TextDiff }) => [`${field}:`, ...diff]);
}

function painted(line: string, paint: Paint): string {
  const text = line.startsWith('… ') ? line : oneLineKeepingIndent(line);
  if (line.startsWith('+ ')) return paint.good(text);
  return line.startsWith('- ') ? paint.bad(text) : paint.soft(text);
}

function oneLineKeepingIndent(line: string): string {
  const indent = /^[-+] {1,40}/.exec(line)?.[0] ?? '';
  return indent + oneLine(line.slice(indent.length));
}
