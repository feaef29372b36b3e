// The lending desk as most servers are built: SDK 1.x over stdio.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'lending-desk', version: '1.2.3' }, { instructions: 'Ask at the desk.' });
const inputSchema = { isbn: z.string().describe('ISBN of the book') };
const annotations = { destructiveHint: false };
server.registerTool(
  'lend_book',
  { title: 'Lend', description: 'Lends a book.', inputSchema, annotations },
  async () => ({ content: [] }),
);
server.registerTool('find_book', { description: 'Finds a book.', inputSchema }, async () => ({ content: [] }));
await server.connect(new StdioServerTransport());
