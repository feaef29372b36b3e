// A program of its own: it runs inside the sandbox, on the pinned Node, beside a server that only speaks HTTP, and pipes
// that over its own standard streams. Arguments: the path that the server is said to answer at, then the server's command.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { argv, exit, stderr, stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** Where servers answer when they do not say (the SDKs' examples and frameworks). */
const USUAL_PATHS = ['/mcp', '/', '/mcp/', '/api/mcp', '/sse', '/messages'];
const POLL_MS = 50;
/** How often every path of every port is tried; a server may listen a while before it has its routes. */
const TURNS = 10;
/** How long the last words of an ended server are waited for. */
const LAST_WORDS_MS = 20;
/** State of a listening socket in /proc/net/tcp (linux/net/tcp_states.h). */
const LISTENING = '0A';

const [, , wantedPath = '/mcp', program = '', ...words] = argv;
const headers: Record<string, string> = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};
let endpoint: Promise<string> | undefined;

const server = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => stderr.write(chunk));
server.on('error', (error) => end(error.message, 127));
server.on('exit', (code) => void setTimeout(LAST_WORDS_MS).then(() => exit(code ?? 1)));
createInterface({ input: stdin }).on('line', (line) => {
  forward(line).catch((error: unknown) => stderr.write(`relay: ${String(error)}\n`));
});

function end(why: string, code: number): never {
  stderr.write(`relay: ${why}\n`);
  exit(code);
}

/** Hands a message to the server; the first one finds out where. */
async function forward(line: string): Promise<void> {
  if (endpoint === undefined) {
    endpoint = findEndpoint(line);
    await endpoint;
    return;
  }
  const answer = await post(await endpoint, line);
  if (!answer.ok) stderr.write(`relay: the server answered ${answer.status}\n`);
  await readAnswer(answer);
}

/** Tries a message at every port and path; the first that takes it is the endpoint. */
async function findEndpoint(line: string): Promise<string> {
  let last = 'nothing';
  for (let turn = 0; turn < TURNS; turn += 1) {
    const ports = await listeningPorts();
    for (const url of ports.flatMap((port) => places(port))) {
      const answer = await post(url, line).catch(() => undefined);
      if (answer?.ok === true && isMessage(answer)) {
        readAnswer(answer).catch((error: unknown) => stderr.write(`relay: ${String(error)}\n`));
        return url;
      }
      last = answer === undefined ? last : `${answer.status}`;
      await answer?.body?.cancel();
    }
    for (const url of ports.flatMap((port) => places(port))) {
      const old = await openEvents(url, line);
      if (old !== undefined) return old;
    }
    await setTimeout(POLL_MS * 4);
  }
  return end(`the server listens on HTTP, and answers ${last} at every path`, 1);
}

function places(port: number): string[] {
  return [...new Set([wantedPath, ...USUAL_PATHS])].map((path) => `http://localhost:${port}${path}`);
}

/** Waits until someone listens; in the sandbox's own network that can only be the server. */
async function listeningPorts(): Promise<number[]> {
  for (;;) {
    const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n'));
    const columns = rows.map((row) => row.trim().split(/\s+/)).filter(([, , , state]) => state === LISTENING);
    const ports = columns.map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
    if (ports.length > 0) return [...new Set(ports)];
    await setTimeout(POLL_MS);
  }
}

function post(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body });
}

function isMessage(answer: Response): boolean {
  return /json|event-stream/.test(answer.headers.get('content-type') ?? '');
}

/** Reads what a POST gave (MCP 2025-11-25, Streamable HTTP): one message, a stream of them, or nothing. */
async function readAnswer(answer: Response): Promise<void> {
  const session = answer.headers.get('mcp-session-id');
  if (session !== null) headers['mcp-session-id'] = session;
  if (/event-stream/.test(answer.headers.get('content-type') ?? ''))
    await readEvents(answer, (_event, data) => tell(data));
  else tell(await answer.text());
}

/** The older transport (MCP 2024-11-05, HTTP with SSE): a stream whose first event says where to post. */
async function openEvents(url: string, line: string): Promise<string | undefined> {
  const answer = await fetch(url, { headers: { accept: 'text/event-stream' } }).catch(() => undefined);
  if (answer === undefined) return undefined;
  if (!answer.ok || !/event-stream/.test(answer.headers.get('content-type') ?? '')) {
    await answer.body?.cancel();
    return undefined;
  }
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const reading = readEvents(answer, (event, data) =>
    event === 'endpoint' ? resolve(new URL(data, url).href) : tell(data),
  );
  reading.catch(() => undefined).finally(() => resolve(undefined));
  const place = await promise;
  if (place !== undefined) await post(place, line).then((given) => given.body?.cancel());
  return place;
}

/** Reads a stream of events (HTML, Server-sent events). */
async function readEvents(answer: Response, take: (event: string, data: string) => void): Promise<void> {
  let event = 'message';
  let data: string[] = [];
  let rest = '';
  for await (const text of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const each of lines) {
      if (each.startsWith('data:')) data.push(each.slice(5).trimStart());
      else if (each.startsWith('event:')) event = each.slice(6).trim();
      else if (each === '') {
        if (data.length > 0) take(event, data.join('\n'));
        [event, data] = ['message', []];
      }
    }
  }
}

/** Writes a message as one line, and heeds the revision that a handshake settled on. */
function tell(text: string): void {
  if (text.trim() === '') return;
  try {
    const message = JSON.parse(text) as { result?: { protocolVersion?: unknown } };
    const version = message.result?.protocolVersion;
    if (typeof version === 'string') headers['mcp-protocol-version'] = version;
    stdout.write(`${JSON.stringify(message)}\n`);
  } catch {
    stdout.write(`${text.replaceAll(/[\r\n]+/g, ' ')}\n`);
  }
}
