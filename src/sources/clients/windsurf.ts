import { isJsonObject } from '../../model/json.ts';
import { type ClientFormat, serversOf } from './client-format.ts';

/** `mcp_config.json`: remotes under `serverUrl`, `disabled`, `${env:NAME}`. */
export const windsurf: ClientFormat = {
  id: 'windsurf',
  clients: 'Windsurf',
  documentation: 'Windsurf docs, "Cascade MCP Integration", section "mcp_config.json"',
  file: /(?:^|[/\\])mcp_config\.json$/,
  variables: {},
  serversIn: (config) => (isJsonObject(config) ? serversOf(config.mcpServers) : undefined),
};
