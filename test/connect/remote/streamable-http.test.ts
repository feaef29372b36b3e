import { createServer, type Server } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { listRemote } from '../../../src/connect/list-remote.ts';
import type { Listing } from '../../../src/connect/listing/listing.ts';
import { DEFAULT_CAPS } from '../../../src/connect/options.ts';
import { manualDesk, modernDesk, serve, streamableDesk, type TestServer } from '../../servers/http-servers.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function opened(listener: Parameters<typeof serve>[0]): Promise<TestServer> {
  const server = await serve(listener);
  closing.push(server.close);
  return server;
}

async function list(origin: string): Promise<Listing> {
  const signal = AbortSignal.timeout(10_000);
  const options = { caps: DEFAULT_CAPS, signal, headers: new Map(), allowPrivate: true };
  return await listRemote({ type: 'streamable-http', url: `${origin}/mcp` }, options);
}

const tools = [{ name: 'lend_book', description: 'Lends a book: naïve, 借书.', inputSchema: { type: 'object' } }];
const listOf = (id: unknown): string => JSON.stringify({ jsonrpc: '2.0', id, result: { tools } });

describe('what is sent over Streamable HTTP', () => {
  it('names session and version once they are known, and opens no stream for what nobody waits for', async () => {
    const server = await opened(streamableDesk(true));
    await list(server.origin);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'DELETE']);
    const [first, , third] = server.requests;
    expect(first?.headers['mcp-session-id']).toBeUndefined();
    expect(third?.headers).toMatchObject({
      'mcp-session-id': expect.any(String),
      'mcp-protocol-version': '2025-11-25',
      accept: 'application/json, text/event-stream',
    });
  });

  it('names method and version to a server of revision 2026-07-28', async () => {
    const server = await opened(modernDesk('reject'));
    await list(server.origin);
    expect(server.requests.at(-1)?.headers).toMatchObject({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/list',
    });
  });
});

describe('what is read over Streamable HTTP', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (bytes: Buffer) => bytes],
  ] as const)('may be encoded as %s', async (encoding, encode) => {
    const server = await opened(
      manualDesk((id, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
          .end(encode(Buffer.from(listOf(id)))),
      ),
    );
    expect((await list(server.origin)).tools).toEqual(tools);
  });

  it('is refused where it is encoded in a way that nobody asked for', async () => {
    const server = await opened(
      manualDesk((_id, response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'rot13' }).end('x'),
      ),
    );
    await expect(list(server.origin)).rejects.toMatchObject({
      code: 'protocol-error',
      message: expect.stringMatching(/rot13/),
    });
  });

  it.each([['\n'], ['\r\n'], ['\r']])('may be events whose lines end with %j, cut anywhere', async (end) => {
    const server = await opened(
      manualDesk((id, response) => {
        const text = `: hello${end}event: message${end}data: ${listOf(id)}${end}${end}`;
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const bytes = Buffer.from(text);
        for (let from = 0; from < bytes.length; from += 7) response.write(bytes.subarray(from, from + 7));
        response.end();
      }),
    );
    expect((await list(server.origin)).tools).toEqual(tools);
  });

  it('comes from a server that closes each connection after an answer without saying so', async () => {
    const server = await closingDesk();
    expect((await list(server)).tools).toEqual(tools);
  });
});

/** Speaks HTTP by hand: every answer looks as if the connection stayed open, and then it is closed. */
async function closingDesk(): Promise<string> {
  const server: Server = createServer((socket) => {
    let held = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      held += chunk.toString('latin1');
      const [head = '', body] = held.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || body.length < length) return;
      const { id, method } = JSON.parse(body || '{}') as { id?: number; method?: string };
      const serverInfo = { name: 'closing-desk', version: '1.0.0' };
      const hello = { jsonrpc: '2.0', id, result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo } };
      const answer = method === 'initialize' ? JSON.stringify(hello) : method === 'tools/list' ? listOf(id) : '';
      const status = answer === '' ? '202 Accepted' : '200 OK';
      const size = Buffer.byteLength(answer);
      socket.write(`HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${size}\r\n\r\n${answer}`);
      setImmediate(() => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
