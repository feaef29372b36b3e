import { z } from 'zod';
import { hashOf } from './canonical.ts';
import { findExcess, isJsonObject, type JsonObject } from './json.ts';

/** Claims of the server about its tool (MCP 2025-06-18, ToolAnnotations). Unknown fields are kept. */
export type ToolAnnotations = {
  title?: string;
  readOnlyHint?: boolean;
  destructiveHint?: boolean;
  idempotentHint?: boolean;
  openWorldHint?: boolean;
};

/** One MCP tool whole, as the server sent it: unknown fields are kept. */
export type Tool = JsonObject & {
  name: string;
  title?: string;
  description?: string;
  inputSchema: JsonObject;
  annotations?: JsonObject & ToolAnnotations;
};

/** Levels of nesting in one tool that we still read; live schemas stay below 30. */
export const MAX_TOOL_DEPTH = 64;

const hint = z.boolean().optional();
const ToolShape = z.looseObject({
  name: z.string().min(1),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.looseObject({}),
  annotations: z
    .looseObject({
      title: z.string().optional(),
      readOnlyHint: hint,
      destructiveHint: hint,
      idempotentHint: hint,
      openWorldHint: hint,
    })
    .optional(),
});

/** A tool, or the reason why a value is none. The tool may be the value itself. */
export type ToolParse = { tool: Tool } | { reason: string };

/**
 * Reads one item of a `tools/list` answer. Null in place of an absent optional field is taken as absent,
 * a missing `inputSchema` as `{ type: 'object' }` (early servers leave it out); all else that breaks the
 * shape is a reason.
 */
export function parseTool(value: unknown): ToolParse {
  if (!isJsonObject(value)) return { reason: 'not an object' };
  const excess = findExcess(value, MAX_TOOL_DEPTH);
  if (excess !== undefined) return { reason: excess };
  const tool = isAsNewServersSend(value) ? value : withoutNulls(value);
  const parsed = ToolShape.safeParse(tool);
  if (parsed.success) return { tool: tool as Tool };
  const issue = parsed.error.issues[0];
  return { reason: `${issue?.path.join('.') || 'tool'}: ${issue?.message ?? 'malformed'}` };
}

const OPTIONAL = ['title', 'description', 'annotations'] as const;

/** Whether nothing is to be taken as absent or to be filled in, so that the value may stay as it is. */
function isAsNewServersSend(value: JsonObject): boolean {
  return isJsonObject(value.inputSchema) && OPTIONAL.every((field) => value[field] !== null);
}

function withoutNulls(value: JsonObject): JsonObject {
  const tool: JsonObject = { inputSchema: { type: 'object' }, ...value };
  for (const field of OPTIONAL) if (tool[field] === null) delete tool[field];
  if (tool.inputSchema === null) tool.inputSchema = { type: 'object' };
  return tool;
}

/** Exactly what `classify/` reads of a tool. */
export type ToolDefinition = Pick<Tool, 'name' | 'title' | 'description' | 'inputSchema' | 'annotations'>;

/** Cuts a tool down to what `classify/` reads. */
export function toolDefinition(tool: Tool): ToolDefinition {
  const { name, title, description, inputSchema, annotations } = tool;
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    inputSchema,
    ...(annotations === undefined ? {} : { annotations }),
  };
}

const hashes = new WeakMap<Tool, string>();

/**
 * Hash of what `classify/` reads: verdicts and decisions hang on it. Kept by the object, since classifying and saving ask
 * for it in turn: a tool is never written to once it is read.
 */
export function definitionHash(tool: Tool): string {
  const known = hashes.get(tool);
  if (known !== undefined) return known;
  const hash = hashOf(toolDefinition(tool));
  hashes.set(tool, hash);
  return hash;
}

/** Hash of the whole tool, for the change feed only: defaults of a server's SDK move it. */
export function wholeHash(tool: Tool): string {
  return hashOf(tool);
}

/** Hash of a server's tools in any order: the sorted definition hashes, duplicates included. */
export function toolSetHash(tools: readonly Tool[]): string {
  return hashOf(tools.map(definitionHash).sort());
}
