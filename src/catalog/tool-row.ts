import { isJsonObject, type JsonObject } from '../model/json.ts';
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
  const { name: _name, title: _title, description: _description, inputSchema, annotations, ...rest } = tool;
  return Object.keys(rest).length === 0 ? null : JSON.stringify(rest);
}

/** Puts a tool together again. */
export function rebuildTool(definition: string, rest: string | null): Tool {
  return { ...jsonObject(definition), ...(rest === null ? {} : jsonObject(rest)) } as Tool;
}

function jsonObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new TypeError('the catalogue holds a tool that is no object');
  return value;
}
