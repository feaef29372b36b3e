import { type Dispatcher, fetch as undiciFetch } from 'undici';
import { Fault } from '../../model/fault.ts';
import type { Secret } from '../../model/secret.ts';
import type { BodyCap } from './body-cap.ts';

/** An answer other than 2xx. */
export type Refusal = {
  /** Method of the request. */
  method: string;
  status: number;
  /** `WWW-Authenticate` of the answer, cut short; untrusted. */
  challenge: string;
};

/** What guards the requests of one connection. */
export type GuardOptions = {
  /** The remote; only requests to its origin carry `headers`. */
  url: URL;
  headers: ReadonlyMap<string, Secret>;
  dispatcher: Dispatcher;
  bodyCap: BodyCap;
  onRefusal: (refusal: Refusal) => void;
};

/** The web's own bound is 20; nobody puts an MCP endpoint behind more than three. */
const MAX_REDIRECTS = 5;

/** Bytes of an error's body that are read: enough for a JSON-RPC error. */
const MAX_ERROR_BYTES = 64 * 1024;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A fetch for the MCP library's transports: follows redirects itself, each through the guarded agent; keeps the
 * operator's headers from other origins; bounds every body.
 */
export function createGuardedFetch(options: GuardOptions): typeof fetch {
  return async (input, init = {}) => {
    let url = new URL(input instanceof Request ? input.url : input);
    let method = init.method ?? 'GET';
    let { body } = init;
    for (let redirects = 0; ; redirects++) {
      const response = await request(url, { ...init, method, ...(body == null ? {} : { body }) }, options);
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
      if (location === null) return await capped(response, method, options);
      await response.body?.cancel();
      if (redirects === MAX_REDIRECTS)
        throw new Fault('unreachable', 'start', `more than ${MAX_REDIRECTS} redirects in a row`);
      url = new URL(location, url);
      if (response.status === 303) [method, body] = ['GET', null];
    }
  };
}

async function request(url: URL, init: RequestInit, options: GuardOptions): Promise<Response> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Fault('unsupported', 'start', `${url.protocol} URLs are not supported`);
  const headers = new Headers(init.headers);
  if (url.origin === options.url.origin)
    for (const [name, secret] of options.headers) headers.set(name, secret.reveal());
  const { dispatcher } = options;
  const target = new URL(url);
  target.username = '';
  target.password = '';
  const { method = 'GET', body, signal } = init;
  return await undiciFetch(target, {
    method,
    headers: [...headers],
    redirect: 'manual',
    dispatcher,
    ...(typeof body === 'string' ? { body } : {}),
    ...(signal == null ? {} : { signal }),
  });
}

/** The response with its body bounded. An error's body is read here, as the library would read it whole. */
async function capped(response: Response, method: string, options: GuardOptions): Promise<Response> {
  const { status, statusText, headers, body } = response;
  if (response.ok) {
    const isEventStream = headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    const bounded = body === null || status === 204 ? null : options.bodyCap.wrap(body, isEventStream);
    return new Response(bounded, { status, statusText, headers });
  }
  const challenge = headers.get('www-authenticate')?.slice(0, 300) ?? '';
  const text = await readStart(body);
  if (method === 'POST' && isVersionRefusal(status, text))
    return new Response(text, { headers: { 'content-type': 'application/json' } });
  options.onRefusal({ method, status, challenge });
  return new Response(text, { status, statusText, headers });
}

/** A server of revision 2026-07-28 refuses the older handshake by a JSON-RPC error under 400 or 404: an answer, not a dead end. */
function isVersionRefusal(status: number, text: string): boolean {
  return (status === 400 || status === 404) && /"jsonrpc"/.test(text) && /"code"\s*:\s*-32(?:022|601)\b/.test(text);
}

async function readStart(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_ERROR_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_ERROR_BYTES).toString('utf8');
}
