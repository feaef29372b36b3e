import { isJsonObject } from '../../model/json.ts';
import { type ClientFormat, type ClientServer, serversOf, stringsIn } from './client-format.ts';

/** `.mcp.json` of a project, and the client's own `~/.claude.json` with servers for all projects and for each. */
export const claudeCode: ClientFormat = {
  id: 'claude-code',
  clients: 'Claude Code',
  documentation: 'Claude Code docs, "Connect Claude Code to tools via MCP"',
  file: /(?:^|[/\\])(?:\.mcp\.json|\.claude\.json|\.claude[/\\]settings(?:\.local)?\.json)$/,
  variables: {},
  serversIn(config) {
    if (!isJsonObject(config)) return undefined;
    const everywhere = serversOf(config.mcpServers);
    const projects = isJsonObject(config.projects) ? Object.entries(config.projects) : [];
    const found = projects.flatMap(([folder, project]) => [...serversOfProject(folder, project)]);
    if (everywhere === undefined && found.length === 0) return undefined;
    return new Map([...(everywhere ?? []), ...found]);
  },
};

function serversOfProject(folder: string, project: unknown): Map<string, ClientServer> {
  if (!isJsonObject(project)) return new Map();
  const disabled = new Set([...stringsIn(project.disabledMcpServers), ...stringsIn(project.disabledMcpjsonServers)]);
  return new Map(
    [...(serversOf(project.mcpServers) ?? [])].map(([key, { config }]) => [
      `${folder}#${key}`,
      { config, folder, ...(disabled.has(key) ? { disabled: 'is disabled for that project' } : {}) },
    ]),
  );
}
