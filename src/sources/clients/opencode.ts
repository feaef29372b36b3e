import { isJsonObject, type Json } from '../../model/json.ts';
import { type ClientFormat, type ClientServer, stringsIn } from './client-format.ts';

/** `mcp` in `opencode.json`: `type` local or remote, the command as one list, `environment`; `{env:NAME}`, `{file:path}`. */
export const opencode: ClientFormat = {
  id: 'opencode',
  clients: 'OpenCode',
  documentation: 'OpenCode docs, "MCP servers" and "Config", section "Variables"',
  variables: { braces: true },
  serversIn(config) {
    if (!isJsonObject(config) || !isJsonObject(config.mcp)) return undefined;
    const servers = Object.entries(config.mcp).filter(([, server]) => isServer(server));
    return servers.length === 0 ? undefined : new Map(servers.map(([key, server]) => [key, common(server)]));
  },
};

/** Says whether a value under `mcp` is a server: VS Code and Gemini CLI keep other things there. */
function isServer(server: Json): boolean {
  return isJsonObject(server) && (server.type === 'local' || server.type === 'remote');
}

function common(server: Json): ClientServer {
  if (!isJsonObject(server)) return { config: server };
  const { command, environment, url, headers, enabled, cwd } = server;
  const [program, ...args] = stringsIn(Array.isArray(command) ? command : [command]);
  return { config: { command: program, args, env: environment, url, headers, enabled, cwd } };
}
