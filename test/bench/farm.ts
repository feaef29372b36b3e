import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { dialectOf, toolSetOf, type Way, wayOf } from './farm-plan.ts';
import { toolText, toolTexts } from './farm-texts.ts';

// A farm of MCP servers over Streamable HTTP on 127.0.0.0/8, told apart by the number in the path. HTTP is spoken by hand
// on bare sockets: the farm must cost less than whoever crawls it. Asked for GET /cpu, it tells its CPU.
// `node test/bench/farm.ts --port 0 [--delay MS]`: prints the port.

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, delay: { type: 'string', default: '0' } },
});
const delayMs = Number(values.delay);

type Request = { method: string; id: number; path: string; session: string | undefined; body: string };

const HEAD_END = Buffer.from('\r\n\r\n');
const EVENT_HEAD = 'content-type: text/event-stream\r\ncache-control: no-cache';
const JSON_HEAD = 'content-type: application/json';

const server = createServer({ noDelay: true }, (socket) => {
  let held: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (let taken = take(held); taken !== undefined; taken = take(held)) {
      held = held.subarray(taken.length);
      if (delayMs > 0) setTimeout(reply, delayMs, socket, taken.request);
      else reply(socket, taken.request);
    }
  });
});
server.listen({ port: Number(values.port), host: '0.0.0.0', backlog: 4096 }, () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : ''}\n`);
});

/** The first whole request in a buffer, and the bytes that it takes. */
function take(held: Buffer): { request: Request; length: number } | undefined {
  const end = held.indexOf(HEAD_END);
  if (end === -1) return undefined;
  const head = held.toString('latin1', 0, end);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const start = end + HEAD_END.length;
  if (held.length < start + length) return undefined;
  const [method = '', path = ''] = head.split(' ', 2);
  const session = /\r\nmcp-session-id: *([^\r]+)/i.exec(head)?.[1];
  const id = Number(/^\/(\d+)\//.exec(path)?.[1] ?? -1);
  return {
    request: { method, id, path, session, body: held.toString('utf8', start, start + length) },
    length: start + length,
  };
}

/** What is sent of an answer. */
type Answer = { status: string; head?: string; body?: string };

/** Answers that say no to every request, by the way of misbehaving. */
const REFUSALS: Readonly<Partial<Record<Way, (path: string) => Answer>>> = {
  'server-error': () => ({ status: '500 Internal Server Error' }),
  unauthorised: () => ({ status: '401 Unauthorized', head: 'www-authenticate: Bearer realm="farm"' }),
  'rate-limit': () => ({ status: '429 Too Many Requests', head: 'retry-after: 3600' }),
  'redirect-circle': (path) => ({ status: '307 Temporary Redirect', head: `location: ${path}` }),
};

function reply(socket: Socket, request: Request): void {
  const way = wayOf(request.id);
  if (way === 'closed-connection') socket.destroy();
  else if (way === 'huge-body' && request.body.includes('"tools/list"')) flood(socket);
  else if (way !== 'stall') send(socket, REFUSALS[way ?? 'stall']?.(request.path) ?? answer(request, way));
}

function answer({ id, method, path, session, body }: Request, way: Way | undefined): Answer {
  if (path === '/cpu') return { status: '200 OK', head: JSON_HEAD, body: JSON.stringify(process.cpuUsage()) };
  if (id < 0) return { status: '404 Not Found' };
  if (method === 'DELETE') return { status: '200 OK' };
  if (method !== 'POST') return { status: '405 Method Not Allowed' };
  const message = JSON.parse(body) as Message;
  if (message.id === undefined) return { status: '202 Accepted' };
  if (way === 'broken-json') return { status: '200 OK', head: JSON_HEAD, body: '{"jsonrpc":"2.0","id":' };
  if (way === 'wrong-version') return refuse(message, '200 OK', -32602);
  const isStateless = dialectOf(id) === 'stateless';
  if (isStateless && message.method === 'initialize') return refuse(message, '400 Bad Request', -32022);
  const text = `{"jsonrpc":"2.0","id":${message.id},"result":${resultOf(id, way, message)}}`;
  if (isStateless) return { status: '200 OK', head: JSON_HEAD, body: text };
  const given = session ?? (message.method === 'initialize' ? randomUUID() : '');
  const head = given === '' ? '' : `\r\nmcp-session-id: ${given}`;
  if (dialectOf(id) === 'legacy-json') return { status: '200 OK', head: JSON_HEAD + head, body: text };
  return { status: '200 OK', head: EVENT_HEAD + head, body: `event: message\ndata: ${text}\n\n` };
}

type Message = { id?: number; method: string; params?: { cursor?: string } };

function refuse({ id }: Message, status: string, code: number): Answer {
  const error = { code, message: 'Unsupported protocol version' };
  return { status, head: JSON_HEAD, body: JSON.stringify({ jsonrpc: '2.0', id, error }) };
}

function resultOf(id: number, way: Way | undefined, { method, params }: Message): string {
  const info = `{"name":"port-${id}","version":"1.0.0"}`;
  const instructions = '"instructions":"Ask for the register first."';
  if (method === 'initialize')
    return `{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":${info},${instructions}}`;
  if (method === 'server/discover')
    return `{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},${instructions},"_meta":{"io.modelcontextprotocol/serverInfo":${info}}}`;
  if (way !== 'endless-pages') return `{"tools":${toolTexts(toolSetOf(id))}}`;
  const page = Number(params?.cursor ?? 0);
  return `{"tools":[${toolText(toolSetOf(id), page)}],"nextCursor":"${page + 1}"}`;
}

/** A body that does not end until whoever reads it has enough. */
function flood(socket: Socket): void {
  const chunk = Buffer.alloc(2 ** 16, '{"name":"flood"},');
  socket.write(`HTTP/1.1 200 OK\r\n${JSON_HEAD}\r\ncontent-length: ${2 ** 40}\r\n\r\n[`);
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

function send(socket: Socket, { status, head = '', body = '' }: Answer): void {
  const more = head === '' ? '' : `${head}\r\n`;
  socket.write(`HTTP/1.1 ${status}\r\n${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
