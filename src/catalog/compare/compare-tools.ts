import { type Category, rankOf, SEVERITY_OF } from '../../model/category.ts';
import type { Classification } from '../../model/classification.ts';
import type { Tool } from '../../model/tool.ts';
import type { Change, DefinitionField, Direction, TextDiff } from './change.ts';
import type { JudgedTool } from './pair-tools.ts';
import { diffJson, diffTexts } from './text-diff.ts';

/** What changed from one state of a tool to the next. `sameVersion` is the server's version when that stayed. */
export function compareTools(
  server: string,
  before: JudgedTool,
  after: JudgedTool,
  sameVersion: string | undefined,
): Change[] {
  const tool = after.tool.name;
  const changes: Change[] = [];
  if (before.tool.name !== tool) changes.push({ server, kind: 'tool-renamed', tool, from: before.tool.name });
  const fields = fieldsChanged(before.tool, after.tool);
  if (fields.length > 0)
    changes.push({
      server,
      kind: 'definition-changed',
      tool,
      fields,
      ...(sameVersion === undefined ? {} : { sameVersion }),
    });
  const risk = riskChange(before.verdict, after.verdict);
  if (risk !== undefined) {
    const definitionChanged = fields.length > 0 || before.tool.name !== tool;
    changes.push({ server, kind: 'risk-changed', tool, ...risk, definitionChanged });
  }
  const mismatches = newMismatches(before.verdict, after.verdict);
  if (mismatches.length > 0) changes.push({ server, kind: 'annotation-mismatch', tool, mismatches });
  return changes;
}

/** Whether a category is among the worst. */
export function isCritical(category: Category): boolean {
  return SEVERITY_OF[category] === 'critical';
}

function fieldsChanged(before: Tool, after: Tool): { field: DefinitionField; diff: TextDiff }[] {
  const diffs: Record<DefinitionField, TextDiff> = {
    title: textDiff(before.title, after.title),
    description: textDiff(before.description, after.description),
    inputSchema: diffJson(before.inputSchema, after.inputSchema),
    annotations: diffJson(before.annotations, after.annotations),
  };
  const fields: readonly DefinitionField[] = ['title', 'description', 'inputSchema', 'annotations'];
  return fields.filter((field) => diffs[field].length > 0).map((field) => ({ field, diff: diffs[field] }));
}

function textDiff(before = '', after = ''): TextDiff {
  return before === after ? [] : diffTexts(before, after);
}

function riskChange(before: Classification, after: Classification) {
  const effectsAdded = after.effects.filter((effect) => !before.effects.includes(effect));
  const effectsRemoved = before.effects.filter((effect) => !after.effects.includes(effect));
  const [from, to] = [before.category, after.category];
  if (from === to && effectsAdded.length + effectsRemoved.length === 0) return undefined;
  const isNewlyCritical = isCritical(to) && !isCritical(from);
  return {
    from,
    to,
    direction: directionOf(rankOf(to) - rankOf(from), effectsAdded.length, effectsRemoved.length),
    effectsAdded,
    effectsRemoved,
    isNewlyCritical,
  };
}

/** The category decides; at the same category the effects do, and one that came weighs more than one that went. */
function directionOf(rise: number, added: number, removed: number): Direction {
  if (rise !== 0) return rise > 0 ? 'up' : 'down';
  if (added > 0) return 'up';
  return removed > 0 ? 'down' : 'same';
}

function newMismatches(before: Classification, after: Classification) {
  const known = new Set((before.annotationMismatch ?? []).map(({ hint }) => hint));
  return (after.annotationMismatch ?? []).filter(({ hint }) => !known.has(hint));
}
