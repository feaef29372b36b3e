import { hashOf } from '../../model/canonical.ts';
import type { Classification } from '../../model/classification.ts';
import type { Tool } from '../../model/tool.ts';

/** A tool with its verdict. */
export type JudgedTool = { tool: Tool; verdict: Classification };

/** Which tool became which; the rest came or went. */
export type ToolPairs = {
  same: { before: JudgedTool; after: JudgedTool }[];
  renamed: { before: JudgedTool; after: JudgedTool }[];
  added: JudgedTool[];
  removed: JudgedTool[];
};

/**
 * Pairs the tools of two lists by name (of several with one name in their order), then what is left by schema and
 * description: a tool that only got another name.
 */
export function pairTools(before: readonly JudgedTool[], after: readonly JudgedTool[]): ToolPairs {
  const byName = pairBy(before, after, ({ tool }) => tool.name);
  const byText = pairBy(byName.removed, byName.added, ({ tool }) =>
    tool.description === undefined ? undefined : hashOf([tool.description, tool.inputSchema]),
  );
  return { same: byName.pairs, renamed: byText.pairs, added: byText.added, removed: byText.removed };
}

function pairBy(
  before: readonly JudgedTool[],
  after: readonly JudgedTool[],
  keyOf: (each: JudgedTool) => string | undefined,
) {
  const waiting = new Map<string, JudgedTool[]>();
  const removed = new Set(before);
  for (const each of before) {
    const key = keyOf(each);
    if (key !== undefined) waiting.set(key, [...(waiting.get(key) ?? []), each]);
  }
  const pairs: ToolPairs['same'] = [];
  const added: JudgedTool[] = [];
  for (const each of after) {
    const key = keyOf(each);
    const partner = key === undefined ? undefined : waiting.get(key)?.shift();
    if (partner === undefined) added.push(each);
    else {
      removed.delete(partner);
      pairs.push({ before: partner, after: each });
    }
  }
  return { pairs, added, removed: [...removed] };
}
