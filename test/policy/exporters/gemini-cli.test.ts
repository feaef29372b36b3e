import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import { geminiCli } from '../../../src/policy/exporters/gemini-cli.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { geminiCliEngine } from '../engines/gemini-cli.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the Gemini CLI export', () => {
  it('denies the server and lists above that what may be called', () => {
    expect(geminiCli.exportPolicy(libraryPolicy())).toMatchInlineSnapshot(`
      "# toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1
      # It has no rate limits: a limited tool is asked about.
      # It reads arguments as text only: a multi-action tool keeps the rule of its gravest action.
      # It does not know definitions: a tool that changed since the verdict keeps its rule.
      # A server whose name holds an underscore is not told apart by all versions: rename it in the settings.
      # A name with a wildcard in it, or one that begins like a full name (mcp_), falls to the rule that denies the server.
      # It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.
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
    expectNeverMorePermissive(geminiCli, geminiCliEngine);
  });

  it('does not let a tool speak for another by its full name', () => {
    const { find_book: find, burn_book: burn } = libraryPolicy().tools;
    const tools = { 'mcp_library-desk_burn': find!, burn: burn! };
    const text = geminiCli.exportPolicy({ ...libraryPolicy(), tools });
    expect(geminiCliEngine(text)({ tool: 'burn', arguments: {}, at: 0, earlier: [] })).toBe('denied');
  });

  it('asks where the policy limits, and decides like it otherwise', () => {
    expectSaid(geminiCli, geminiCliEngine, {
      allow: 'allowed',
      limit: 'asked',
      spent: 'asked',
      ask: 'asked',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });

  it('writes one file for several servers under their own keys, and denies those that failed or could be a pattern', () => {
    const { find_book: find } = libraryPolicy().tools;
    const tools = byName([['find_book', find!]]);
    const text = geminiCli.exportPolicies!([
      { ...libraryPolicy(), configKey: 'My Desk', tools },
      { ...libraryPolicy(), configKey: '*', tools },
      { ...libraryPolicy(), configKey: 'cellar', tools: byName(), deniedBecause: 'it could not be listed (exited)' },
    ]);
    const deny = (mcpName: string) => ({ mcpName, toolName: '*', decision: 'deny', priority: 800 });
    expect(parse(text)).toEqual({
      rule: [
        deny('My Desk'),
        { mcpName: 'My Desk', toolName: ['find_book'], decision: 'allow', priority: 900 },
        deny('*'),
        deny('cellar'),
      ],
    });
  });
});
