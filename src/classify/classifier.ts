import type { Classification } from '../model/classification.ts';
import type { ServerContext } from '../model/server-context.ts';
import type { Tool } from '../model/tool.ts';

/** Classifies tools offline: rules and model, pure and deterministic. */
export type Classifier = {
  /** Versions of rules (hash of lexicon and signal list) and weights. */
  versions: { rules: string; weights: string };
  /** The verdict on one tool in its server's context. Never throws on any parsed tool. */
  classifyTool: (tool: Tool, context: ServerContext) => Classification;
};
