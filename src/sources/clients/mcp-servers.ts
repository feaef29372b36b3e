import { isJsonObject } from '../../model/json.ts';
import type { ClientFormat } from './client-format.ts';

/** `mcpServers` at the top and, in Claude Code's own file, in each project. */
export const mcpServers: ClientFormat = {
  id: 'mcp-servers',
  clients: 'Claude Desktop, Claude Code, Cursor, Windsurf, Cline',
  serversIn(config) {
    if (!isJsonObject(config)) return undefined;
    const groups: [string, unknown][] = [['', config.mcpServers]];
    if (isJsonObject(config.projects)) {
      for (const [folder, project] of Object.entries(config.projects)) {
        if (isJsonObject(project)) groups.push([`${folder}#`, project.mcpServers]);
      }
    }
    const found = groups.filter(([, servers]) => isJsonObject(servers));
    if (found.length === 0) return undefined;
    return new Map(
      found.flatMap(([prefix, servers]) =>
        Object.entries(servers ?? {}).map(([key, value]) => [prefix + key, value] as const),
      ),
    );
  },
};
