import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import { codex } from '../../../src/policy/exporters/codex.ts';
import { codexEngine } from '../engines/codex.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the Codex export', () => {
  it("writes lines for the server's table", () => {
    expect(codex.exportPolicy(libraryPolicy())).toMatchInlineSnapshot(`
      "# toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1
      # It has no rate limits: a limited tool is asked about.
      # It knows no arguments: a multi-action tool keeps the rule of its gravest action.
      # It does not know definitions: a tool that changed since the verdict keeps its rule.
      # A name with a wildcard in it is left out, so it is not offered.
      # It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.
      # Add these lines to the server's own table.
      [mcp_servers.library-desk]
      enabled_tools = [ "Lend_Book", "find_book", "pay_fine", "run_script" ]
      default_tools_approval_mode = "prompt"

      [mcp_servers.library-desk.tools.Lend_Book]
      approval_mode = "prompt"

      [mcp_servers.library-desk.tools.find_book]
      approval_mode = "approve"

      [mcp_servers.library-desk.tools.pay_fine]
      approval_mode = "prompt"

      [mcp_servers.library-desk.tools.run_script]
      approval_mode = "prompt"
      "
    `);
  });

  it('is never more permissive than the policy, whatever the names', () => {
    expectNeverMorePermissive(codex, codexEngine);
  });

  it('asks where the policy limits, and decides like it otherwise', () => {
    expectSaid(codex, codexEngine, {
      allow: 'allowed',
      limit: 'asked',
      spent: 'asked',
      ask: 'asked',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });

  it('writes one file for several servers under their own keys, and offers nothing of those that failed', () => {
    const { find_book: find } = libraryPolicy().tools;
    const text = codex.exportPolicies!([
      { ...libraryPolicy(), configKey: 'My "Desk"', tools: byName([['find_book', find!]]) },
      { ...libraryPolicy(), configKey: 'cellar', tools: byName(), deniedBecause: 'it could not be listed (exited)' },
    ]);
    expect(parse(text)).toEqual({
      mcp_servers: {
        'My "Desk"': {
          enabled_tools: ['find_book'],
          default_tools_approval_mode: 'prompt',
          tools: { find_book: { approval_mode: 'approve' } },
        },
        cellar: { enabled_tools: [], default_tools_approval_mode: 'prompt', tools: {} },
      },
    });
    expect(text).toContain('every tool denied because it could not be listed (exited)');
  });
});
