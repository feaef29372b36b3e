import type { ClientFormat } from './client-format.ts';
import { contextServers } from './context-servers.ts';
import { mcpServers } from './mcp-servers.ts';
import { vsCode } from './vs-code.ts';

/** Every client format, alphabetical; the first that finds servers in a config reads it. */
export const CLIENT_FORMATS: readonly ClientFormat[] = [contextServers, mcpServers, vsCode];
