import type OpenAI from 'openai';
import { z } from 'zod';
import type { FormatEngine } from './format-engine.ts';

const Names = z.strictObject({ tool_names: z.array(z.string()) });
const McpTool = z.strictObject({
  type: z.literal('mcp'),
  server_label: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/),
  allowed_tools: z.array(z.string()),
  require_approval: z.union([z.literal('always'), z.strictObject({ always: Names, never: Names })]),
});

/** Decisions of the Responses API (source: the types of openai-node, `Tool.Mcp`): approval is required by default. */
export const openaiEngine: FormatEngine = (text) => {
  const tool: OpenAI.Responses.Tool.Mcp & z.infer<typeof McpTool> = McpTool.parse(JSON.parse(text));
  const { allowed_tools: allowed, require_approval: approval } = tool;
  return ({ tool: name }) => {
    if (!allowed.includes(name)) return 'denied';
    if (approval === 'always' || approval.always.tool_names.includes(name)) return 'asked';
    return approval.never.tool_names.includes(name) ? 'allowed' : 'asked';
  };
};
