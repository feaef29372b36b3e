import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Outcome } from '../../../src/policy/evaluate.ts';
import { geminiCli } from '../../../src/policy/exporters/gemini-cli.ts';
import { libraryPolicy } from '../library-policy.ts';
import { expectNeverMorePermissive, expectSaid, type FormatEngine } from './format-engine.ts';

/** A rule as Gemini CLI's loader accepts it (source: google-gemini/gemini-cli, packages/core/src/policy/toml-loader.ts). */
const Rule = z.strictObject({
  mcpName: z.string().min(1),
  toolName: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  decision: z.enum(['allow', 'deny', 'ask_user']),
  priority: z.int().min(0).max(999),
});
const PolicyFile = z.strictObject({ rule: z.array(Rule) });

const OUTCOME: Record<z.infer<typeof Rule>['decision'], Outcome> = {
  allow: 'allowed',
  deny: 'denied',
  ask_user: 'asked',
};

/** Whether a rule names a tool (source: packages/core/src/policy/policy-engine.ts, ruleMatches), in its longest reading. */
function isNamed(pattern: string, tool: string, server: string): boolean {
  const full = `mcp_${server}_${tool}`;
  if (pattern === '*' || pattern === tool || pattern === full) return true;
  if (pattern === 'mcp_*') return true;
  if (pattern.startsWith('mcp_') && pattern.endsWith('_*')) return full.startsWith(pattern.slice(0, -1));
  return !pattern.startsWith('mcp_') && full === `mcp_${server}_${pattern}`;
}

const engine: FormatEngine = (text) => {
  const { rule } = PolicyFile.parse(parse(text));
  const ordered = rule.toSorted((a, b) => b.priority - a.priority);
  return ({ tool }) => {
    const found = ordered.find(({ toolName, mcpName }) =>
      [toolName].flat().some((pattern) => isNamed(pattern, tool, mcpName)),
    );
    return found === undefined ? 'asked' : OUTCOME[found.decision];
  };
};

describe('the Gemini CLI export', () => {
  it('denies the server and lists above that what may be called', () => {
    expect(geminiCli.exportPolicy(libraryPolicy())).toMatchInlineSnapshot(`
      "# toolrisk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1
      [[rule]]
      mcpName = "library-desk"
      toolName = "*"
      decision = "deny"
      priority = 800

      [[rule]]
      mcpName = "library-desk"
      toolName = [ "find_book" ]
      decision = "allow"
      priority = 900

      [[rule]]
      mcpName = "library-desk"
      toolName = [ "Lend_Book", "pay_fine", "run_script" ]
      decision = "ask_user"
      priority = 900
      "
    `);
  });

  it('is never more permissive than the policy, whatever the names', () => {
    expectNeverMorePermissive(geminiCli, engine);
  });

  it('does not let a tool speak for another by its full name', () => {
    const { find_book: find, burn_book: burn } = libraryPolicy().tools;
    const tools = { 'mcp_library-desk_burn': find!, burn: burn! };
    const text = geminiCli.exportPolicy({ ...libraryPolicy(), tools });
    expect(engine(text)({ tool: 'burn', arguments: {}, at: 0, earlier: [] })).toBe('denied');
  });

  it('asks where the policy limits, and decides like it otherwise', () => {
    expectSaid(geminiCli, engine, {
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
