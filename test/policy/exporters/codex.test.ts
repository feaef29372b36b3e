import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { codex } from '../../../src/policy/exporters/codex.ts';
import { libraryPolicy } from '../library-policy.ts';
import { expectNeverMorePermissive, expectSaid, type FormatEngine } from './format-engine.ts';

const Mode = z.enum(['auto', 'prompt', 'approve']);
/** The part of a server's table that the export writes (source: openai/codex, codex-rs/config, mcp_types.rs). */
const Server = z.strictObject({
  enabled_tools: z.array(z.string()),
  default_tools_approval_mode: Mode,
  tools: z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null),
});

/** Codex's decision: what `enabled_tools` does not name is not offered; a tool's own mode, then the server's. */
const engine: FormatEngine = (text) => {
  const config = z.strictObject({ mcp_servers: z.strictObject({ 'library-desk': Server }) }).parse(parse(text));
  const server = config.mcp_servers['library-desk'];
  const modes = new Map(
    Object.entries(server.tools).map(([name, each]) => [name, z.strictObject({ approval_mode: Mode }).parse(each)]),
  );
  return ({ tool }) => {
    if (!server.enabled_tools.includes(tool)) return 'denied';
    const mode = modes.get(tool)?.approval_mode ?? server.default_tools_approval_mode;
    return mode === 'prompt' ? 'asked' : 'allowed';
  };
};

describe('the Codex export', () => {
  it("writes lines for the server's table", () => {
    expect(codex.exportPolicy(libraryPolicy())).toMatchInlineSnapshot(`
      "# toolrisk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1
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
    expectNeverMorePermissive(codex, engine);
  });

  it('asks where the policy limits, and decides like it otherwise', () => {
    expectSaid(codex, engine, {
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
