import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Origin } from '../../model/server-entry.ts';

/** Where clients keep the config of the project around them: the secrets of all its servers may stand there. */
const CLIENT_CONFIGS = [
  '.mcp.json',
  'mcp.json',
  '.vscode/mcp.json',
  '.vscode/settings.json',
  '.cursor/mcp.json',
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.codex/config.toml',
  '.gemini/settings.json',
  '.kiro/settings/mcp.json',
  '.opencode/opencode.json',
  '.opencode/opencode.jsonc',
  '.roo/mcp.json',
  '.windsurf/mcp.json',
  '.zed/settings.json',
  'opencode.json',
  'opencode.jsonc',
];

/**
 * Files of a project that its server may not read, though the folder is shown to it: the configs of clients, and every
 * file in which the server was found. By their real paths, without those that lie elsewhere.
 */
export function hiddenFiles(folder: string, origins: readonly Origin[]): string[] {
  const places = origins.flatMap(({ place }) => (place !== undefined && isAbsolute(place) ? [place] : []));
  const files = [...CLIENT_CONFIGS.map((name) => join(folder, name)), ...places].filter((path) => existsSync(path));
  const root = realpathSync(folder);
  const inside = files.map((path) => realpathSync(path)).filter((path) => path.startsWith(`${root}/`));
  // The folder is shown by the path that the operator gave, which may be a link.
  return [...new Set(inside.map((path) => join(folder, path.slice(root.length + 1))))];
}
