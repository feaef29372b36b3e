import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as McpServerV1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';

/** A running HTTP server of a test. */
export type TestServer = {
  /** `http://127.0.0.1:<port>`. */
  origin: string;
  /** What was asked, in order. */
  requests: { method: string; path: string; headers: IncomingMessage['headers'] }[];
  close: () => Promise<void>;
};

/** Serves a listener on a free port of the loopback. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const requests: TestServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The lending desk on SDK 1.x over Streamable HTTP with sessions, as JSON or as event streams. */
export function streamableDesk(enableJsonResponse: boolean): RequestListener {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  return (request, response) => {
    void (async () => {
      const id = request.headers['mcp-session-id'];
      const known = typeof id === 'string' ? sessions.get(id) : undefined;
      if (known !== undefined) return await known.handleRequest(request, response);
      const transport = new StreamableHTTPServerTransport({
        enableJsonResponse,
        sessionIdGenerator: () => crypto.randomUUID(),
        onsessioninitialized: (session) => void sessions.set(session, transport),
        onsessionclosed: (session) => void sessions.delete(session),
      });
      await deskV1().connect(Object.assign(transport, { onclose: () => undefined }));
      await transport.handleRequest(request, response);
    })();
  };
}

/** The lending desk on SDK 1.x over the older SSE transport alone, at /sse. */
export function sseDesk(): RequestListener {
  const sessions = new Map<string, SSEServerTransport>();
  return (request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://desk');
      if (request.method === 'GET' && url.pathname === '/sse') {
        const transport = new SSEServerTransport('/messages', response);
        sessions.set(transport.sessionId, transport);
        await deskV1().connect(transport);
      } else if (request.method === 'POST' && url.pathname === '/messages')
        await sessions.get(url.searchParams.get('sessionId') ?? '')?.handlePostMessage(request, response);
      else response.writeHead(request.method === 'POST' ? 405 : 404).end();
    })();
  };
}

/** The lending desk on SDK 2.x over Streamable HTTP; `reject` speaks revision 2026-07-28 alone. */
export function modernDesk(legacy: 'stateless' | 'reject'): RequestListener {
  const handler = toNodeHandler(
    createMcpHandler(
      () => {
        const server = new McpServer({ name: 'lending-desk', version: '2.0.0' });
        server.registerTool('lend_book', { description: 'Lends a book.' }, async () => ({ content: [] }));
        return server;
      },
      { legacy },
    ),
  );
  // @ts-expect-error The adapter's types leave out `undefined`, which Node's own request has.
  return (request, response) => void handler(request, response);
}

function deskV1(): McpServerV1 {
  const server = new McpServerV1({ name: 'lending-desk', version: '1.0.0' });
  server.registerTool('lend_book', { description: 'Lends a book.' }, async () => ({ content: [] }));
  return server;
}

/** A desk by hand: answers `initialize` properly, and `tools/list` by the given listener. */
export function manualDesk(list: (id: unknown, response: ServerResponse) => void): RequestListener {
  return (request, response) => {
    void (async () => {
      const { id, method } = await readJson(request);
      if (request.method !== 'POST') response.writeHead(405).end();
      else if (method === 'initialize') {
        const serverInfo = { name: 'lending-desk', version: '1.0.0' };
        sendJson(response, {
          jsonrpc: '2.0',
          id,
          result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo },
        });
      } else if (method === 'tools/list') list(id, response);
      else response.writeHead(202).end();
    })();
  };
}

/** Answers with a JSON body. */
export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<{ id?: unknown; method?: unknown }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
}
