import { isJsonObject, type Json } from '../../model/json.ts';
import type { MalformedItem } from '../../model/snapshot.ts';
import { parseTool, type Tool } from '../../model/tool.ts';

/** The items of a list, told apart. */
export type SortedItems = { tools: Tool[]; malformed: MalformedItem[] };

/** Longest name that is kept of an item that is no tool. */
const MAX_NAME_LENGTH = 200;

/**
 * Parses each item alone: one bad tool costs nothing but itself. Of several tools with one name all are kept, and
 * recorded from the second on. `cutMarker` is what `createJsonGuard` put at the end of strings that it cut.
 */
export function sortItems(items: readonly Json[], cutMarker?: string): SortedItems {
  const tools: Tool[] = [];
  const malformed: MalformedItem[] = [];
  const names = new Set<string>();
  for (const [index, item] of items.entries()) {
    const parse =
      cutMarker !== undefined && holdsText(item, cutMarker) ? { reason: 'a text is too long' } : parseTool(item);
    if ('reason' in parse) {
      malformed.push({ index, ...nameOf(item, cutMarker), reason: parse.reason });
      continue;
    }
    const { name } = parse.tool;
    if (names.has(name)) malformed.push({ index, name, reason: 'a second tool of this name' });
    names.add(name);
    tools.push(parse.tool);
  }
  return { tools, malformed };
}

/** Says whether a text stands in any string or key of a value; without recursion, as the value may be deep. */
export function holdsText(value: Json, text: string): boolean {
  const stack: Json[] = [value];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top === 'string' && top.includes(text)) return true;
    if (typeof top !== 'object' || top === null) continue;
    for (const [key, child] of Object.entries(top)) {
      if (key.includes(text)) return true;
      stack.push(child);
    }
  }
  return false;
}

function nameOf(item: Json, cutMarker: string | undefined): { name?: string } {
  const name = isJsonObject(item) ? item.name : undefined;
  if (typeof name !== 'string' || name === '') return {};
  return { name: name.replace(cutMarker ?? '', '').slice(0, MAX_NAME_LENGTH) };
}
