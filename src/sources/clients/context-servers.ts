import { isJsonObject } from '../../model/json.ts';
import type { ClientFormat } from './client-format.ts';

/** `context_servers` in Zed's settings; its older form nests the command as `{ path, args, env }`. */
export const contextServers: ClientFormat = {
  id: 'context-servers',
  clients: 'Zed',
  serversIn(config) {
    if (!isJsonObject(config) || !isJsonObject(config.context_servers)) return undefined;
    return new Map(Object.entries(config.context_servers).map(([key, server]) => [key, flat(server)]));
  },
};

function flat(server: unknown): unknown {
  if (!isJsonObject(server) || !isJsonObject(server.command)) return server;
  const { path, args, env } = server.command;
  return { ...server, command: path ?? null, args: args ?? [], env: env ?? {} };
}
