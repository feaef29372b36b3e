import { isJsonObject } from '../../model/json.ts';
import { type ClientFormat, serversOf } from './client-format.ts';

/** `.cursor/mcp.json` of a project or the home folder; `${env:NAME}`, `${userHome}`, `${workspaceFolder}`. */
export const cursor: ClientFormat = {
  id: 'cursor',
  clients: 'Cursor',
  documentation: 'Cursor docs, "Model Context Protocol", section "Config interpolation"',
  file: /[/\\]\.cursor[/\\]mcp\.json$/,
  variables: {},
  serversIn: (config) => (isJsonObject(config) ? serversOf(config.mcpServers) : undefined),
};
