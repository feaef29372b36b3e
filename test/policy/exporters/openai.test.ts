import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { byName } from '../../../src/model/json.ts';
import { openai } from '../../../src/policy/exporters/openai.ts';
import { libraryPolicy } from '../library-policy.ts';
import { expectNeverMorePermissive, expectSaid, type FormatEngine } from './format-engine.ts';

const Names = z.strictObject({ tool_names: z.array(z.string()) });
const McpTool = z.strictObject({
  type: z.literal('mcp'),
  server_label: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/),
  allowed_tools: z.array(z.string()),
  require_approval: z.union([z.literal('always'), z.strictObject({ always: Names, never: Names })]),
});

/** Decisions of the Responses API (source: the types of openai-node, `Tool.Mcp`): approval is required by default. */
const engine: FormatEngine = (text) => {
  const tool: OpenAI.Responses.Tool.Mcp & z.infer<typeof McpTool> = McpTool.parse(JSON.parse(text));
  const { allowed_tools: allowed, require_approval: approval } = tool;
  return ({ tool: name }) => {
    if (!allowed.includes(name)) return allowed.length === 0 ? 'asked' : 'denied';
    if (approval === 'always' || approval.always.tool_names.includes(name)) return 'asked';
    return approval.never.tool_names.includes(name) ? 'allowed' : 'asked';
  };
};

describe('the OpenAI export', () => {
  it('writes a tool of type mcp', () => {
    expect(JSON.parse(openai.exportPolicy(libraryPolicy()))).toEqual({
      type: 'mcp',
      server_label: 'library-desk',
      allowed_tools: ['Lend_Book', 'find_book', 'pay_fine', 'run_script'],
      require_approval: {
        always: { tool_names: ['Lend_Book', 'pay_fine', 'run_script'] },
        never: { tool_names: ['find_book'] },
      },
    });
  });

  it('is never more permissive than the policy, whatever the names', () => {
    // A list without any name could be read as no list at all; then every call requires approval.
    expectNeverMorePermissive(openai, (text) => {
      const decide = engine(text);
      const isEmpty = McpTool.parse(JSON.parse(text)).allowed_tools.length === 0;
      return (call) => (isEmpty && decide(call) === 'asked' ? 'denied' : decide(call));
    });
    const nothing = JSON.parse(openai.exportPolicy({ ...libraryPolicy(), tools: byName([]) }));
    expect(nothing).toMatchObject({ allowed_tools: [], require_approval: 'always' });
  });

  it('asks where the policy limits, and decides like it otherwise', () => {
    expectSaid(openai, engine, {
      allow: 'allowed',
      limit: 'asked',
      spent: 'asked',
      ask: 'asked',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });
});
