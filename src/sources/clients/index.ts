import { claudeCode } from './claude-code.ts';
import { claudeDesktop } from './claude-desktop.ts';
import type { ClientFormat } from './client-format.ts';
import { codex } from './codex.ts';
import { cursor } from './cursor.ts';
import { geminiCli } from './gemini-cli.ts';
import { goose } from './goose.ts';
import { mcpServers } from './mcp-servers.ts';
import { opencode } from './opencode.ts';
import { vsCode } from './vs-code.ts';
import { windsurf } from './windsurf.ts';
import { zed } from './zed.ts';

/**
 * Every client format, alphabetical. A file that only one client writes is read as that client's; of the others the
 * first that finds servers in a config reads it.
 */
export const CLIENT_FORMATS: readonly ClientFormat[] = [
  claudeCode,
  claudeDesktop,
  codex,
  cursor,
  geminiCli,
  goose,
  mcpServers,
  opencode,
  vsCode,
  windsurf,
  zed,
];
