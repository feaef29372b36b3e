import { execFile } from 'node:child_process';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { listRemote, type RemoteOptions } from '../../../src/connect/list-remote.ts';
import type { Listing } from '../../../src/connect/listing/listing.ts';
import { DEFAULT_CAPS } from '../../../src/connect/options.ts';
import { Fault } from '../../../src/model/fault.ts';
import { Secret } from '../../../src/model/secret.ts';
import {
  manualDesk,
  modernDesk,
  sendJson,
  serve,
  sseDesk,
  streamableDesk,
  type TestServer,
} from '../../servers/http-servers.ts';

const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function started(listener: RequestListener): Promise<TestServer> {
  const server = await serve(listener);
  running.push(server);
  return server;
}

function options(more: Partial<RemoteOptions> = {}): RemoteOptions {
  const signal = AbortSignal.timeout(10_000);
  return { caps: DEFAULT_CAPS, signal, headers: new Map(), allowPrivate: true, ...more };
}

/** Lists a URL and gives the listing or the Fault. */
async function contact(
  url: string,
  more: Partial<RemoteOptions> = {},
  type: 'streamable-http' | 'sse' = 'streamable-http',
): Promise<{ listing?: Listing; fault?: Fault }> {
  try {
    return { listing: await listRemote({ type, url }, options(more)) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: error };
  }
}

const tools = [{ name: 'lend_book', description: 'Lends a book.', inputSchema: { type: 'object' } }];

describe('an honest remote', () => {
  it.each<[string, () => RequestListener, 'streamable-http' | 'sse', string, string, string]>([
    [
      'Streamable HTTP answering JSON',
      () => streamableDesk(true),
      'streamable-http',
      '/mcp',
      'streamable-http',
      '2025-11-25',
    ],
    [
      'Streamable HTTP answering event streams',
      () => streamableDesk(false),
      'streamable-http',
      '/mcp',
      'streamable-http',
      '2025-11-25',
    ],
    [
      'Streamable HTTP without sessions, SDK 2.x',
      () => modernDesk('stateless'),
      'streamable-http',
      '/mcp',
      'streamable-http',
      '2025-11-25',
    ],
    [
      'revision 2026-07-28 alone',
      () => modernDesk('reject'),
      'streamable-http',
      '/mcp',
      'streamable-http',
      '2026-07-28',
    ],
    ['SSE where it was declared', () => sseDesk(), 'sse', '/sse', 'sse', '2025-11-25'],
    ['SSE where Streamable HTTP was declared', () => sseDesk(), 'streamable-http', '/sse', 'sse', '2025-11-25'],
    [
      'Streamable HTTP where SSE was declared',
      () => streamableDesk(true),
      'sse',
      '/mcp',
      'streamable-http',
      '2025-11-25',
    ],
  ])('is listed over %s', async (_what, desk, type, path, transport, protocolVersion) => {
    const server = await started(desk());
    const { listing, fault } = await contact(`${server.origin}${path}`, {}, type);
    expect(fault).toBeUndefined();
    expect(listing).toMatchObject({ transport, protocolVersion, serverInfo: { name: 'lending-desk' }, malformed: [] });
    expect(listing?.tools.map(({ name }) => name)).toEqual(['lend_book']);
  });

  it('is given its session back', async () => {
    const server = await started(streamableDesk(true));
    await contact(`${server.origin}/mcp`);
    const last = server.requests.at(-1);
    expect(last).toMatchObject({ method: 'DELETE', headers: { 'mcp-session-id': expect.any(String) } });
  });
});

describe('a process that lists a remote', () => {
  it.each<[string, () => RequestListener, string]>([
    ['streamable-http', () => streamableDesk(false), '/mcp'],
    ['sse', () => sseDesk(), '/sse'],
  ])('over %s ends as soon as it is done', async (type, desk, path) => {
    const server = await started(desk());
    const script = join(import.meta.dirname, '../remote-once.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script, type, `${server.origin}${path}`]);
    const [count, doneAt] = stdout.split(' ').map(Number);
    expect(count).toBe(1);
    expect(Date.now() - (doneAt ?? 0)).toBeLessThan(1500);
  });
});

describe('a remote that refuses', () => {
  it.each<[number, Record<string, string>, string, RegExp]>([
    [
      401,
      { 'www-authenticate': 'Bearer resource_metadata="https://desk.example/meta"' },
      'auth-required',
      /HTTP 401 .*resource_metadata/,
    ],
    [403, {}, 'auth-required', /HTTP 403/],
    [429, {}, 'rate-limited', /HTTP 429/],
    [404, {}, 'protocol-error', /HTTP 404/],
    [410, {}, 'protocol-error', /HTTP 410/],
    [500, {}, 'unreachable', /HTTP 500/],
    [503, {}, 'unreachable', /HTTP 503/],
  ])('by HTTP %i is told by its code', async (status, headers, code, message) => {
    const server = await started((_request, response) => response.writeHead(status, headers).end('no'));
    const { fault } = await contact(`${server.origin}/mcp`);
    expect(fault).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('asks no other transport of a server that wants a token', async () => {
    const server = await started((_request, response) => response.writeHead(401).end());
    await contact(`${server.origin}/mcp`);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  it.each([
    ['nothing listens', 'http://127.0.0.1:1024', 'unreachable', /refused/],
    ['its port is forbidden', 'http://127.0.0.1:9', 'unreachable', /port/],
    ['the name is unknown', 'http://desk.invalid', 'unreachable', /could not be resolved/],
    ['the URL has a variable', 'https://{tenant}.desk.example/mcp', 'needs-configuration', /tenant/],
    ['the URL is none', 'desk', 'unsupported', /no valid URL/],
    ['the scheme is another', 'ftp://desk.example/', 'unsupported', /ftp:/],
  ])('because %s is told by its code', async (_what, url, code, message) => {
    const { fault } = await contact(url);
    expect(fault).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('a secure connection is unreachable', async () => {
    const plain = createServer((socket) => socket.end('SSH-2.0-desk\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => plain.once('listening', resolve));
    const address = plain.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { fault } = await contact(`https://127.0.0.1:${port}/mcp`);
    plain.close();
    expect(fault).toMatchObject({ code: 'unreachable', message: expect.stringMatching(/secure connection/) });
  });
});

describe('a hostile remote', () => {
  const answer = (id: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result: { tools } });
  const json = { 'content-type': 'application/json' };

  it.each<[string, RequestListener, string, RegExp]>([
    [
      'answers with a page',
      (_r, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>'),
      'protocol-error',
      /text\/html/,
    ],
    [
      'answers with broken JSON',
      (_r, response) => response.writeHead(200, json).end('{"jsonrpc"'),
      'protocol-error',
      /./,
    ],
    ['answers with no message', (_r, response) => response.writeHead(200, json).end('{}'), 'protocol-error', /./],
    [
      'redirects in a circle',
      (r, response) => response.writeHead(307, { location: `${r.url}x` }).end(),
      'unreachable',
      /redirects/,
    ],
    [
      'redirects to a file',
      (_r, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'unsupported',
      /file:/,
    ],
    [
      'ends its event stream without an answer',
      (_r, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': nothing\n\n'),
      'protocol-error',
      /never came/,
    ],
    ['cuts the line', (_r, response) => response.socket?.destroy(), 'unreachable', /./],
  ])('that %s is told by its code, at once', async (_what, listener, code, message) => {
    const server = await started(listener);
    const begin = performance.now();
    const { fault } = await contact(`${server.origin}/mcp`);
    expect(fault).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(performance.now() - begin).toBeLessThan(4000);
  });

  it.each<[string, RequestListener]>([
    ['is silent', () => undefined],
    ['never ends its headers', (_r, response) => response.writeProcessing()],
    [
      'lets an event stream drip',
      (_r, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const timer = setInterval(() => response.write(': wait\n\n'), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('that %s is left at the time limit', async (_what, listener) => {
    const server = await started(listener);
    for (const type of ['streamable-http', 'sse'] as const) {
      const begin = performance.now();
      const { fault } = await contact(`${server.origin}/mcp`, { signal: AbortSignal.timeout(500) }, type);
      expect(fault).toMatchObject({ code: 'start-timeout', stage: 'initialize' });
      expect(performance.now() - begin).toBeLessThan(2000);
    }
  });

  it.each<[string, Parameters<typeof manualDesk>[0]]>([
    [
      'a body without end',
      (_id, response) => {
        response.writeHead(200, json);
        const chunk = Buffer.alloc(2 ** 16, '[1,');
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      },
    ],
    [
      'a compression bomb',
      (_id, response) => {
        const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, ' '));
        response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb);
      },
    ],
    [
      'an event without end',
      (_id, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: ');
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(2 ** 16, 'x')));
        };
        response.on('drain', more);
        more();
      },
    ],
    ['seven million brackets', (_id, response) => response.writeHead(200, json).end('['.repeat(7 * 2 ** 20))],
  ])('that sends %s is cut off', async (_what, list) => {
    const server = await started(manualDesk(list));
    const { fault } = await contact(`${server.origin}/mcp`);
    expect(fault).toMatchObject({ code: 'too-large' });
  });

  it.each<[string, () => string]>([
    ['a description of 30 MB', () => `{"name":"huge","inputSchema":{},"description":"${'x'.repeat(30 * 2 ** 20)}"}`],
    ['a schema of 5,000 levels', () => `{"name":"deep","inputSchema":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`],
    ['a malformed tool', () => '{"name":7}'],
  ])('that sends %s keeps its good tools, as JSON and as an event', async (_what, text) => {
    for (const type of ['application/json', 'text/event-stream']) {
      const frame = (body: string) => (type === 'application/json' ? body : `event: message\ndata: ${body}\n\n`);
      const list = (id: unknown, response: Parameters<RequestListener>[1]) =>
        response.writeHead(200, { 'content-type': type }).end(frame(answer(id).replace('[', () => `[${text()},`)));
      const server = await started(manualDesk(list));
      const { listing, fault } = await contact(`${server.origin}/mcp`);
      expect(fault).toBeUndefined();
      expect(listing?.tools).toEqual(tools);
      expect(listing?.malformed).toMatchObject([{ index: 0, reason: expect.any(String) }]);
    }
  });

  it('that is fine is listed with the same helper, so that the above can fail', async () => {
    const server = await started(manualDesk((id, response) => sendJson(response, JSON.parse(answer(id)))));
    expect((await contact(`${server.origin}/mcp`)).listing?.tools).toEqual(tools);
  });
});

describe("the operator's headers", () => {
  const headers = new Map([
    ['Authorization', new Secret('Bearer token-of-the-reading-room')],
    ['X-Desk', new Secret('desk-of-the-reading-room')],
  ]);

  it('reach the remote with every request', async () => {
    const server = await started(streamableDesk(true));
    const { listing } = await contact(`${server.origin}/mcp`, { headers });
    expect(listing?.tools).toHaveLength(1);
    expect(server.requests.length).toBeGreaterThan(2);
    for (const request of server.requests)
      expect(request.headers).toMatchObject({
        authorization: 'Bearer token-of-the-reading-room',
        'x-desk': 'desk-of-the-reading-room',
      });
  });

  it('are kept from another origin to which the remote redirects', async () => {
    const stranger = await started(streamableDesk(true));
    const server = await started((_request, response) =>
      response.writeHead(308, { location: `${stranger.origin}/mcp` }).end(),
    );
    const { listing } = await contact(`${server.origin}/mcp`, { headers });
    expect(listing?.tools).toHaveLength(1);
    expect(server.requests[0]?.headers).toMatchObject({ 'x-desk': 'desk-of-the-reading-room' });
    expect(JSON.stringify(stranger.requests)).not.toContain('of-the-reading-room');
  });

  it('follow a redirect within the origin', async () => {
    const desk = streamableDesk(true);
    const server = await started((request, response) =>
      request.url === '/old' ? response.writeHead(301, { location: '/mcp' }).end() : desk(request, response),
    );
    const { listing } = await contact(`${server.origin}/old`, { headers });
    expect(listing?.tools).toHaveLength(1);
  });

  it('are kept from another origin that an SSE server names as its endpoint', async () => {
    const stranger = await started((_request, response) => response.writeHead(202).end());
    const server = await started((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: endpoint\ndata: ${stranger.origin}/messages\n\n`);
    });
    const { fault } = await contact(`${server.origin}/sse`, { headers }, 'sse');
    expect(fault).toMatchObject({ code: 'protocol-error' });
    expect(stranger.requests).toEqual([]);
  });
});
