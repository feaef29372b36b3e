import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { type ClientFormat, serversOf, stringsIn, textsIn } from './client-format.ts';

/**
 * `[mcp_servers.<name>]` in Codex's `config.toml`: `env` is literal, `env_vars` names variables that are passed on;
 * `bearer_token_env_var`, `http_headers` and `env_http_headers` for remotes.
 */
export const codex: ClientFormat = {
  id: 'codex',
  clients: 'Codex',
  documentation: 'Codex docs, "Model Context Protocol", section "config.toml"',
  variables: {},
  serversIn(config) {
    const servers = isJsonObject(config) ? serversOf(config.mcp_servers) : undefined;
    for (const server of servers?.values() ?? [])
      if (isJsonObject(server.config)) server.config = common(server.config);
    return servers;
  },
};

function common(server: JsonObject): unknown {
  const names = Array.isArray(server.env_vars) ? server.env_vars.flatMap(variableName) : [];
  const bearer = server.bearer_token_env_var ?? undefined;
  const headers: [string, string][] = [
    ...(typeof server.bearer_token === 'string' ? [['Authorization', `Bearer ${server.bearer_token}`] as const] : []),
    ...(typeof bearer === 'string' ? [['Authorization', `Bearer \${${bearer}}`] as const] : []),
    ...textsIn(server.http_headers),
    ...[...textsIn(server.env_http_headers)].map(([name, variable]) => [name, `\${${variable}}`] as const),
  ].map(([name, value]) => [name, value]);
  const env = Object.fromEntries([
    ...names.map((name) => [name, `\${${name}}`] as const),
    ...Object.entries(asObject(server.env)),
  ]);
  const { command, args, cwd, url, enabled } = server;
  return { command, args, cwd, url, enabled, env, headers: Object.fromEntries(headers) };
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function variableName(item: Json): string[] {
  return isJsonObject(item) ? stringsIn([item.name]) : stringsIn([item]);
}
