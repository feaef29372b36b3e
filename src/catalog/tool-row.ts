import type { JsonObject } from '../model/json.ts';
import { definitionHash, type Tool, toolDefinition } from '../model/tool.ts';

/** A tool taken apart: what `classify/` reads of it, shared between servers, and the rest. */
export type ToolParts = {
  tool: Tool;
  hash: string;
  /** JSON text of the definition. */
  definition: string;
};

/** Takes a tool apart. */
export function partsOf(tool: Tool): ToolParts {
  return { tool, hash: definitionHash(tool), definition: JSON.stringify(toolDefinition(tool)) };
}

/**
 * JSON text of what a stored definition lacks of the tool, or null when it lacks nothing. Two texts can share a
 * definition hash (another order of keys, another lone surrogate); then it is the whole tool.
 */
export function restOf({ tool, definition }: ToolParts, stored: string): string | null {
  if (definition !== stored) return JSON.stringify(tool);
  const rest: JsonObject = { ...tool };
  for (const field of Object.keys(toolDefinition(tool))) delete rest[field];
  return Object.keys(rest).length === 0 ? null : JSON.stringify(rest);
}

/** Puts a tool together again. */
export function rebuildTool(definition: string, rest: string | null): Tool {
  const tool: Tool = JSON.parse(definition);
  const more: JsonObject = JSON.parse(rest ?? '{}');
  return { ...tool, ...more };
}
