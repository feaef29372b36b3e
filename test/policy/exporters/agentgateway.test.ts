import { parse as parseCel } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { byName } from '../../../src/model/json.ts';
import { agentgateway } from '../../../src/policy/exporters/agentgateway.ts';
import { agentgatewayEngine } from '../engines/agentgateway.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { HOSTILE_NAMES, UNIFORM_POLICIES } from '../hostile-policies.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the agentgateway export', () => {
  it('writes rules that allow', () => {
    expect(agentgateway.exportPolicy(libraryPolicy())).toMatchInlineSnapshot(`
      "# toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1
      # It has no rate limits and no call that waits for a person: such tools are denied.
      # Its rules see no arguments of a call: a multi-action tool keeps the rule of its gravest action.
      # It does not know definitions: a tool that changed since the verdict keeps its rule.
      # The same rules hold for prompts and resources: those of the server are denied.
      # A name with a lone surrogate is left out, so it is denied.
      # It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.
      # Add these lines to the policies of the backend whose targets these are.
      mcpAuthorization:
        rules:
          - 'mcp.tool.target == "library-desk" && mcp.tool.name == "find_book"'
      "
    `);
  });

  it('is never more permissive than the policy, whatever the names, by a CEL engine', () => {
    expectNeverMorePermissive(agentgateway, agentgatewayEngine);
  });

  it('denies where the policy limits or asks, and decides like it otherwise', () => {
    expectSaid(agentgateway, agentgatewayEngine, {
      allow: 'allowed',
      limit: 'denied',
      spent: 'denied',
      ask: 'denied',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });

  it('names every well-formed tool, however hostile', () => {
    const allowing = UNIFORM_POLICIES.find(({ tools }) => tools['a b']?.decision === 'allow')!;
    const decide = agentgatewayEngine(agentgateway.exportPolicy(allowing));
    for (const tool of [...HOSTILE_NAMES].filter((name) => name.isWellFormed()))
      expect(decide({ tool, arguments: {}, at: 0, earlier: [] }), JSON.stringify(tool)).toBe('allowed');
  });

  it('allows nothing of other targets, and keeps a rule where no tool is allowed', () => {
    const { mcpAuthorization } = parse(agentgateway.exportPolicy(libraryPolicy()));
    const tool = { name: 'find_book', target: 'other' };
    expect(parseCel(mcpAuthorization.rules[0])({ mcp: { tool } })).toBe(false);
    const empty = agentgateway.exportPolicy({ ...libraryPolicy(), tools: byName() });
    expect(parse(empty)).toEqual({ mcpAuthorization: { rules: ['false'] } });
  });

  it('writes the rules of all targets into one policy, and none for a server that failed', () => {
    const policies = [
      { ...libraryPolicy(), configKey: 'My "Desk"' },
      {
        ...libraryPolicy(),
        configKey: 'cellar',
        tools: byName<never>(),
        deniedBecause: 'it could not be listed (exited)',
      },
    ];
    const text = agentgateway.exportPolicies!(policies);
    const call = { tool: 'find_book', arguments: {}, at: 0, earlier: [] };
    expect(agentgatewayEngine(text, 'My "Desk"')(call)).toBe('allowed');
    expect(agentgatewayEngine(text, 'cellar')(call)).toBe('denied');
    expect(parse(agentgateway.exportPolicies!(policies.slice(1)))).toEqual({ mcpAuthorization: { rules: ['false'] } });
  });
});
