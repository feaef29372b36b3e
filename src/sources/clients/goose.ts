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
    const extensions = isJsonObject(config) ? serversOf(config.extensions) : undefined;
    if (extensions === undefined) return undefined;
    const read = [...extensions].map(([key, server]) => [key, flat(server.config)] as const);
    // Other programs keep other things under `extensions`; all of Goose's say of what type they are.
    if (!read.some(([, { type }]) => typeof type === 'string')) return undefined;
    return new Map(
      read
        .filter(([, { type }]) => typeof type !== 'string' || !OWN_TYPES.has(type))
        .map(([key, extension]) => [key, { config: common(extension) }]),
    );
  },
};

/** Older versions nest all but `enabled` one level deeper. */
function flat(extension: unknown): JsonObject {
  if (!isJsonObject(extension)) return {};
  return isJsonObject(extension.config) ? { ...extension.config, enabled: extension.enabled ?? true } : extension;
}

function common(extension: JsonObject): unknown {
  const { cmd, args, envs, env_keys, uri, headers, enabled, type } = extension;
  const kept = stringsIn(env_keys).map((name) => [name, `\${${name}}`]);
  const env = { ...Object.fromEntries(kept), ...(isJsonObject(envs) ? envs : {}) };
  return { command: cmd, args, env, url: uri, headers, enabled, type };
}
