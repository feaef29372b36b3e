import { isJsonObject } from '../../model/json.ts';
import { type ClientFormat, serversOf } from './client-format.ts';

/** `claude_desktop_config.json`: commands only, every value literal. */
export const claudeDesktop: ClientFormat = {
  id: 'claude-desktop',
  clients: 'Claude Desktop',
  documentation: 'Model Context Protocol docs, "Connect to local MCP servers"',
  file: /claude_desktop_config\.json$/,
  variables: {},
  serversIn: (config) => (isJsonObject(config) ? serversOf(config.mcpServers) : undefined),
};
