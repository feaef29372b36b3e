import { isJsonObject } from '../../model/json.ts';
import { type ClientFormat, serversOf, stringsIn } from './client-format.ts';

/**
 * `.gemini/settings.json` and extensions: `httpUrl` is Streamable HTTP, `url` is SSE unless `type` says otherwise;
 * `mcp.allowed` and `mcp.excluded` choose among the servers; variables are `$NAME` and `${NAME}`.
 */
export const geminiCli: ClientFormat = {
  id: 'gemini-cli',
  clients: 'Gemini CLI',
  documentation: 'Gemini CLI docs, "MCP servers with Gemini CLI"',
  file: /[/\\]\.gemini[/\\]settings\.json$|(?:^|[/\\])gemini-extension\.json$/,
  variables: { bare: true },
  serversIn(config) {
    if (!isJsonObject(config)) return undefined;
    const servers = serversOf(config.mcpServers);
    const { allowed, excluded } = isJsonObject(config.mcp) ? config.mcp : {};
    const excludedKeys = new Set(stringsIn(excluded));
    for (const [key, server] of servers ?? []) {
      server.config = withType(server.config);
      if (excludedKeys.has(key)) server.disabled = 'is in mcp.excluded';
      else if (Array.isArray(allowed) && !stringsIn(allowed).includes(key)) server.disabled = 'is not in mcp.allowed';
    }
    return servers;
  },
};

function withType(config: unknown): unknown {
  if (!isJsonObject(config) || config.type != null || config.httpUrl != null || config.url == null) return config;
  return { ...config, type: 'sse' };
}
