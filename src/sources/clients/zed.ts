import { isJsonObject } from '../../model/json.ts';
import { type ClientFormat, serversOf } from './client-format.ts';

/** `context_servers` in Zed's settings; its older form nests the command as `{ path, args, env }`. */
export const zed: ClientFormat = {
  id: 'zed',
  clients: 'Zed',
  documentation: 'Zed docs, "Model Context Protocol", section "As Custom Servers"',
  variables: {},
  serversIn(config) {
    const servers = isJsonObject(config) ? serversOf(config.context_servers) : undefined;
    for (const server of servers?.values() ?? []) server.config = flat(server.config);
    return servers;
  },
};

function flat(server: unknown): unknown {
  if (!isJsonObject(server) || !isJsonObject(server.command)) return server;
  const { path, args, env } = server.command;
  return { ...server, command: path ?? null, args: args ?? [], env: env ?? {} };
}
