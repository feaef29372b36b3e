import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { Fault } from '../../model/fault.ts';
import type { Secret } from '../../model/secret.ts';
import { hasBadPort } from './bad-ports.ts';
import type { BodyCap } from './body-cap.ts';
import { ACCEPTED_ENCODINGS, decodedBody } from './decoded-body.ts';

/** What guards the requests of one connection. */
export type GuardOptions = {
  /** The remote; only requests to its origin carry `headers`. */
  url: URL;
  headers: ReadonlyMap<string, Secret>;
  dispatcher: Dispatcher;
  bodyCap: BodyCap;
};

/** One request. */
export type HttpRequest = {
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
};

/** The answer to it, after redirects. */
export type HttpAnswer = {
  status: number;
  headers: IncomingHttpHeaders;
  /** Decoded and bounded; of a refusal only the beginning. */
  body: AsyncIterable<Uint8Array>;
};

/** Sends a request. Throws a Fault, the signal's reason, or what the network threw. */
export type Send = (url: URL, request: HttpRequest) => Promise<HttpAnswer>;

/** The web's own bound is 20; nobody puts an MCP endpoint behind more than three. */
const MAX_REDIRECTS = 5;

/** Bytes of an error's body that are read: enough for a JSON-RPC error. */
const MAX_ERROR_BYTES = 64 * 1024;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What a server does that closes a connection after an answer without saying so. */
const CLOSED_MEANWHILE = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Creates the way by which every request to one remote goes: follows redirects itself, each through the guarded agent;
 * keeps the operator's headers from other origins; bounds every body; asks once more where a connection that was kept
 * open turns out to be closed.
 */
export function createGuardedSend(options: GuardOptions): Send {
  const answered = new Set<string>();

  async function ask(url: URL, request: HttpRequest): Promise<Dispatcher.ResponseData> {
    try {
      return await exchange(url, request, options);
    } catch (error) {
      if (!answered.delete(url.origin) || !isClosedMeanwhile(error)) throw error;
      return await exchange(url, request, options);
    }
  }

  return async (start, { body, ...request }) => {
    let url = start;
    let sent: HttpRequest = body === undefined ? request : { ...request, body };
    for (let redirects = 0; ; redirects++) {
      const response = await ask(url, sent);
      answered.add(url.origin);
      const location = REDIRECTS.has(response.statusCode) ? text(response.headers.location) : undefined;
      if (location === undefined) return await bounded(response, sent.method, options);
      await response.body.dump({ limit: MAX_ERROR_BYTES }).catch(() => undefined);
      if (redirects === MAX_REDIRECTS)
        throw new Fault('unreachable', 'start', `more than ${MAX_REDIRECTS} redirects in a row`);
      url = new URL(location, url);
      if (response.statusCode === 303) sent = { ...request, method: 'GET' };
    }
  };
}

async function exchange(url: URL, request: HttpRequest, options: GuardOptions): Promise<Dispatcher.ResponseData> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Fault('unsupported', 'start', `${url.protocol} URLs are not supported`);
  if (hasBadPort(url)) throw new Fault('unreachable', 'start', 'its port is one that no web server may have');
  const { method, body, signal } = request;
  const headers: Record<string, string> = { 'accept-encoding': ACCEPTED_ENCODINGS, ...request.headers };
  if (url.origin === options.url.origin)
    for (const [name, secret] of options.headers) headers[name.toLowerCase()] = secret.reveal();
  return await options.dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function isClosedMeanwhile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CLOSED_MEANWHILE.has(String(error.code));
}

/** The answer with its body bounded. An error's body is read here. */
async function bounded(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  method: string,
  options: GuardOptions,
): Promise<HttpAnswer> {
  const decoded = decodedBody(body, text(headers['content-encoding']));
  if (status >= 200 && status < 300) return { status, headers, body: capped(decoded, headers, options.bodyCap) };
  const start = await readStart(decoded);
  if (method === 'POST' && isVersionRefusal(status, start.toString('utf8')))
    return { status: 200, headers: { 'content-type': 'application/json' }, body: once(start) };
  return { status, headers, body: once(start) };
}

async function* capped(body: Readable, headers: IncomingHttpHeaders, cap: BodyCap): AsyncGenerator<Uint8Array> {
  const take = cap.open(isEventStream(headers));
  for await (const chunk of body) yield take(chunk);
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

/** Says whether an answer is a stream of events. */
export function isEventStream(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.trimStart().toLowerCase().startsWith('text/event-stream') ?? false;
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

/** A server of revision 2026-07-28 refuses the older handshake by a JSON-RPC error under 400 or 404: an answer, not a dead end. */
function isVersionRefusal(status: number, body: string): boolean {
  return (status === 400 || status === 404) && /"jsonrpc"/.test(body) && /"code"\s*:\s*-32(?:022|601)\b/.test(body);
}

async function readStart(body: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_ERROR_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_ERROR_BYTES);
}
