// The lending desk on SDK 2.x over stdio: `serve` speaks both eras, `reject` the newer one alone.
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

serveStdio(
  () => {
    const server = new McpServer({ name: 'lending-desk', version: '2.0.0' }, { instructions: 'Ask at the desk.' });
    const inputSchema = z.object({ isbn: z.string() });
    server.registerTool('lend_book', { description: 'Lends a book.', inputSchema }, async () => ({ content: [] }));
    return server;
  },
  { legacy: process.argv[2] ?? 'serve' },
);
