import { parse } from 'smol-toml';
import { z } from 'zod';
import { type FormatEngine, LIBRARY } from './format-engine.ts';

const Mode = z.enum(['auto', 'prompt', 'approve']);
/** The part of a server's table that the export writes (source: openai/codex, codex-rs/config, mcp_types.rs). */
const Server = z.strictObject({
  enabled_tools: z.array(z.string()),
  default_tools_approval_mode: Mode,
  tools: z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null),
});

/** Codex's decision: what `enabled_tools` does not name is not offered; a tool's own mode, then the server's. */
export const codexEngine: FormatEngine = (text, server = LIBRARY) => {
  const config = z.strictObject({ mcp_servers: z.record(z.string(), Server) }).parse(parse(text));
  const table = config.mcp_servers[server];
  if (table === undefined) throw new Error(`${server} has no table`);
  const modes = new Map(
    Object.entries(table.tools).map(([name, each]) => [name, z.strictObject({ approval_mode: Mode }).parse(each)]),
  );
  return ({ tool }) => {
    if (!table.enabled_tools.includes(tool)) return 'denied';
    const mode = modes.get(tool)?.approval_mode ?? table.default_tools_approval_mode;
    return mode === 'prompt' ? 'asked' : 'allowed';
  };
};
