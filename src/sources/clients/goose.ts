import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { type ClientFormat, serversOf, stringsIn } from './client-format.ts';

/** Extensions that are part of Goose itself, not MCP servers that can be started. */
const OWN_TYPES = new Set(['builtin', 'platform', 'frontend', 'inline_python']);

/** `extensions` in Goose's `config.yaml`: `cmd`, `args`, `envs`, `env_keys` (kept in the keyring), `uri`, `headers`. */
export const goose: ClientFormat = {
  id: 'goose',
  clients: 'Goose',
  documentation: 'Goose docs, "Configuration Overview", section "Extensions Configuration"',
  variables: {},
  serversIn(config) {
    const servers = isJsonObject(config) ? serversOf(config.extensions) : undefined;
    for (const [key, server] of servers ?? []) {
      // Older versions nest all but `enabled` one level deeper.
      const outer = isJsonObject(server.config) ? server.config : {};
      const extension = isJsonObject(outer.config) ? { ...outer.config, enabled: outer.enabled ?? true } : outer;
      if (typeof extension.type === 'string' && OWN_TYPES.has(extension.type)) servers?.delete(key);
      else server.config = common(extension);
    }
    return servers;
  },
};

function common(extension: JsonObject): unknown {
  const { cmd, args, envs, env_keys, uri, headers, enabled, type } = extension;
  const kept = stringsIn(env_keys).map((name) => [name, `\${${name}}`]);
  const env = { ...Object.fromEntries(kept), ...(isJsonObject(envs) ? envs : {}) };
  return { command: cmd, args, env, url: uri, headers, enabled, type };
}
