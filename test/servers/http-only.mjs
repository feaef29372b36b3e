// The lending desk over HTTP alone, built on SDK 1.x. Arguments: kind (`streams`, `json`, `sse`), path, words to log.
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

const [, , kind = 'streams', path = '/mcp'] = process.argv;

async function outside() {
  return await fetch('http://192.0.2.1/', { signal: AbortSignal.timeout(2000) }).then(
    () => 'online',
    () => 'offline',
  );
}

async function newServer(transport) {
  const server = new McpServer({ name: 'lending-desk', version: '1.2.3' });
  server.registerTool('lend_book', { description: await outside() }, async () => ({ content: [] }));
  await server.connect(transport);
  return transport;
}

const sessions = new Map();

const desk = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (kind === 'sse') await overEvents(url, request, response);
  else if (url.pathname !== path) response.writeHead(404).end();
  else await overHttp(request, response);
});

async function overEvents(url, request, response) {
  const known = sessions.get(url.searchParams.get('sessionId'));
  if (request.method === 'POST' && known !== undefined) await known.handlePostMessage(request, response);
  else if (request.method !== 'GET' || url.pathname !== path) response.writeHead(404).end();
  else {
    const transport = new SSEServerTransport('/messages', response);
    sessions.set(transport.sessionId, transport);
    await newServer(transport);
  }
}

async function overHttp(request, response) {
  const known = sessions.get(request.headers['mcp-session-id']);
  const transport =
    known ??
    new StreamableHTTPServerTransport({
      sessionIdGenerator: () => 'session-1',
      enableJsonResponse: kind === 'json',
      onsessioninitialized: (id) => sessions.set(id, transport),
    });
  if (known === undefined) await newServer(transport);
  await transport.handleRequest(request, response);
}

// Servers are not ready at once.
setTimeout(
  () => desk.listen(0, '127.0.0.1', () => console.log(`Server listening on http://localhost:${desk.address().port}`)),
  300,
);
