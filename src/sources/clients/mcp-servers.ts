import { isJsonObject } from '../../model/json.ts';
import { type ClientFormat, serversOf } from './client-format.ts';

/** `mcpServers` at the top, as most clients that have no file of their own write it. */
export const mcpServers: ClientFormat = {
  id: 'mcp-servers',
  clients: 'Cline, Roo Code, LM Studio, Kiro, Copilot CLI and others',
  documentation: 'Model Context Protocol docs, "Connect to local MCP servers"',
  variables: {},
  serversIn: (config) => (isJsonObject(config) ? serversOf(config.mcpServers) : undefined),
};
