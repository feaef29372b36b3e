import { hashOf } from '../model/canonical.ts';
import type { Classification } from '../model/classification.ts';
import type { JsonObject } from '../model/json.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';
import { definitionHash, type Tool, toolDefinition, wholeHash } from '../model/tool.ts';

/** A tool taken apart: what `classify/` reads of it, shared between servers, and the rest. */
export type ToolParts = {
  tool: Tool;
  /** `definitionHash` of the tool. */
  hash: string;
  /** `wholeHash` of the tool: the same where the definition is all there is. */
  whole: string;
  /** JSON text of the definition. */
  definition: string;
};

/**
 * Takes the tools of a list apart. The verdicts, one a tool, name the definitions' hashes: where these give the hash of
 * the tool set, they are the tools' own, and need not be made again.
 */
export function partsOfAll(
  { tools, toolSetHash }: Pick<ServerSnapshot, 'tools' | 'toolSetHash'>,
  verdicts: readonly Pick<Classification, 'definitionHash'>[],
): ToolParts[] {
  const hashes = verdicts.map(({ definitionHash: hash }) => hash);
  const areKnown = hashes.length === tools.length && hashOf(hashes.toSorted()) === toolSetHash;
  return tools.map((tool, index) => partsOf(tool, areKnown ? hashes[index] : undefined));
}

function partsOf(tool: Tool, hash = definitionHash(tool)): ToolParts {
  const definition = toolDefinition(tool);
  const isAll = Object.keys(definition).length === Object.keys(tool).length;
  return { tool, hash, whole: isAll ? hash : wholeHash(tool), definition: JSON.stringify(definition) };
}

/**
 * JSON text of what a stored definition lacks of the tool, or null when it lacks nothing. Two texts can share a
 * definition hash (another order of keys, another lone surrogate); then it is the whole tool.
 */
export function restOf({ tool, hash, whole, definition }: ToolParts, stored: string): string | null {
  if (definition !== stored) return JSON.stringify(tool);
  if (whole === hash) return null;
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
