import { isJsonObject } from '../model/json.ts';
import { type Tool, toolDefinition } from '../model/tool.ts';

/** One difference between two definitions. */
export type DefinitionChange = {
  /** JSON pointer (RFC 6901) into the definition. */
  pointer: string;
  /** What stood there, as text; absent where nothing did. */
  before?: string;
  after?: string;
};

/** Differences that are told one by one. */
const MAX_CHANGES = 50;
/** Levels below which a difference is told as a whole. */
const MAX_DEPTH = 12;

/** What changed from one definition to another, in the order of the pointers. */
export function changesBetween(before: Tool, after: Tool): DefinitionChange[] {
  const changes: DefinitionChange[] = [];
  compare(toolDefinition(before), toolDefinition(after), '', 0, changes);
  return changes;
}

function compare(before: unknown, after: unknown, pointer: string, depth: number, changes: DefinitionChange[]): void {
  if (changes.length >= MAX_CHANGES || isEqual(before, after)) return;
  const isOpen = depth < MAX_DEPTH && isJsonObject(before) && isJsonObject(after);
  if (!isOpen) {
    changes.push({
      pointer,
      ...(before === undefined ? {} : { before: textOf(before) }),
      ...(after === undefined ? {} : { after: textOf(after) }),
    });
    return;
  }
  for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort())
    compare(own(before, key), own(after, key), `${pointer}/${escapeKey(key)}`, depth + 1, changes);
}

function isEqual(before: unknown, after: unknown): boolean {
  return before === after || (before !== undefined && after !== undefined && sorted(before) === sorted(after));
}

/** JSON text that does not depend on the order of keys. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) =>
    isJsonObject(child) ? Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)) : child,
  );
}

function own(record: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(record, key)?.value;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
