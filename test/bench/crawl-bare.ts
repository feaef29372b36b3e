import { parseArgs } from 'node:util';
import { Agent, fetch } from 'undici';
import { urlOf } from './farm-plan.ts';

// The least that a client can do with the servers of a farm: the same requests by undici's fetch, each body parsed and
// dropped. Prints one JSON line: servers listed, wall and CPU seconds.
// `node test/bench/crawl-bare.ts --port PORT --n N [--jobs N] [--timeout MS]`

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    n: { type: 'string', default: '1000' },
    jobs: { type: 'string', default: '64' },
    timeout: { type: 'string', default: '5000' },
  },
});
const servers = Number(values.n);
const dispatcher = new Agent();
/** Bodies beyond it are given up, as our client does. */
const MAX_BYTES = 8 * 2 ** 20;
const MAX_PAGES = 200;
const MODERN = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'bare', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

type Reply = {
  status: number;
  session: string | null;
  message: { result?: Record<string, unknown>; error?: { code: number } };
};

let listed = 0;
let next = 0;
const [wall, cpu] = [performance.now(), process.cpuUsage()];
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  `${JSON.stringify({ listed, wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6, maxRss: process.resourceUsage().maxRSS / 1024 })}\n`,
);
await dispatcher.destroy();

async function work(): Promise<void> {
  for (let id = next++; id < servers; id = next++)
    await list(urlOf(id, servers, Number(values.port))).then(
      () => (listed += 1),
      () => undefined,
    );
}

async function list(url: string): Promise<void> {
  const signal = AbortSignal.timeout(Number(values.timeout));
  const clientInfo = { name: 'bare', version: '1' };
  const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  const first = await post(url, { id: 1, method: 'initialize', params: hello }, null, signal);
  const isModern = first.message.error?.code === -32022;
  if (isModern) await post(url, { id: 2, method: 'server/discover', params: MODERN }, null, signal);
  else if (first.message.result === undefined) throw new Error(`status ${first.status}`);
  else await post(url, { method: 'notifications/initialized' }, first.session, signal);
  let cursor: unknown;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const params = { ...(isModern ? MODERN : {}), ...(cursor === undefined ? {} : { cursor }) };
    const { message } = await post(url, { id: 3 + page, method: 'tools/list', params }, first.session, signal);
    if (!Array.isArray(message.result?.tools)) throw new Error('no list');
    cursor = message.result.nextCursor;
    if (cursor === undefined) break;
  }
  if (first.session === null) return;
  const headers = { 'mcp-session-id': first.session };
  await (await fetch(url, { method: 'DELETE', headers, signal, dispatcher })).text();
}

async function post(url: string, message: object, session: string | null, signal: AbortSignal): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(session === null ? {} : { 'mcp-session-id': session }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    signal,
    dispatcher,
  });
  const text = await readBounded(response);
  const json = text.startsWith('event:') ? (/^data: (.*)$/m.exec(text)?.[1] ?? '') : text;
  const message_ = json === '' ? {} : JSON.parse(json);
  return { status: response.status, session: response.headers.get('mcp-session-id'), message: message_ };
}

/** The whole body, unless it says of itself that it is too long. */
async function readBounded(response: Awaited<ReturnType<typeof fetch>>): Promise<string> {
  if (Number(response.headers.get('content-length') ?? 0) <= MAX_BYTES) return await response.text();
  await response.body?.cancel();
  throw new Error('too large');
}
