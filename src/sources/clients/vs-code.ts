import { isJsonObject } from '../../model/json.ts';
import type { ClientFormat } from './client-format.ts';

/** `servers` in VS Code's mcp.json, or `mcp.servers` in its settings. */
export const vsCode: ClientFormat = {
  id: 'vs-code',
  clients: 'VS Code',
  serversIn(config) {
    if (!isJsonObject(config)) return undefined;
    const nested = isJsonObject(config.mcp) ? config.mcp.servers : undefined;
    const servers = [config.servers, nested, config['mcp.servers']].find(isJsonObject);
    return servers === undefined ? undefined : new Map(Object.entries(servers));
  },
};
