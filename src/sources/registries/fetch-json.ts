import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import type { Secret } from '../../model/secret.ts';

/** How requests to a registry are bounded. */
export type FetchLimits = {
  /** Milliseconds for one request, body included. */
  requestMs: number;
  /** Bytes of one answer. */
  bodyBytes: number;
  /** Tries of one request, the first included. */
  tries: number;
  /** Milliseconds before the second try; each further wait is twice as long. */
  firstWaitMs: number;
  /** Longest wait, also when the registry asks for more (`Retry-After`). */
  longestWaitMs: number;
};

/** The bounds that hold: a page of 100 servers is about 200 KB and takes about a second. */
export const DEFAULT_FETCH_LIMITS: FetchLimits = {
  requestMs: 30_000,
  bodyBytes: 16 * 2 ** 20,
  tries: 5,
  firstWaitMs: 1000,
  longestWaitMs: 30_000,
};

/** An answer, or why there is none: a sentence, and the HTTP status where there was one. */
export type JsonAnswer = { value: unknown } | { problem: string; status?: number };

/** What is sent beside the address. */
export type FetchOptions = { headers: ReadonlyMap<string, Secret>; limits: FetchLimits; signal?: AbortSignal };

/**
 * GETs JSON. 429, 5xx and broken connections are tried again after a bounded wait; redirects are not followed, since they
 * would carry credentials and trust elsewhere. Throws only when the signal ends it.
 */
export async function fetchJson(url: URL, options: FetchOptions): Promise<JsonAnswer> {
  const { limits, signal } = options;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const { answer, waitMs } = await fetchOnce(url, options);
    if (waitMs === undefined || attempt >= limits.tries) return answer;
    const own = limits.firstWaitMs * 2 ** (attempt - 1);
    await wait(
      Math.min(Math.max(own, waitMs), limits.longestWaitMs),
      undefined,
      signal === undefined ? {} : { signal },
    );
  }
}

/** One try; `waitMs` is set where another may help: what the registry asks for, at least 0. */
async function fetchOnce(url: URL, options: FetchOptions): Promise<{ answer: JsonAnswer; waitMs?: number }> {
  const { headers, limits, signal } = options;
  const deadline = AbortSignal.timeout(limits.requestMs);
  try {
    const response = await request(url, {
      headers: {
        accept: 'application/json',
        ...Object.fromEntries([...headers].map(([name, secret]) => [name, secret.reveal()])),
      },
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    });
    const status = response.statusCode;
    if (status === 200) return { answer: await readJson(response.body, limits.bodyBytes) };
    await response.body.dump({ limit: 64 * 1024 });
    const answer = { problem: describeStatus(status, response.headers.location), status };
    return status === 429 || status >= 500
      ? { answer, waitMs: retryAfterMs(response.headers['retry-after']) }
      : { answer };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    if (deadline.aborted)
      return { answer: { problem: `did not answer within ${limits.requestMs / 1000} s` }, waitMs: 0 };
    const code = 'code' in error ? ` (${String(error.code)})` : '';
    return { answer: { problem: `could not be reached${code}` }, waitMs: 0 };
  }
}

async function readJson(
  body: AsyncIterable<Buffer> & { destroy: () => unknown },
  maxBytes: number,
): Promise<JsonAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      body.destroy();
      return { problem: `gave an answer of more than ${Math.round(maxBytes / 2 ** 20)} MB` };
    }
    chunks.push(chunk);
  }
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };
  } catch {
    return { problem: 'gave an answer that is no JSON' };
  }
}

function describeStatus(status: number, location: string | string[] | undefined): string {
  if (status >= 300 && status < 400 && typeof location === 'string')
    return 'answered with a redirect: give the address that it leads to';
  if (status === 401 || status === 403)
    return `answered HTTP ${status}: it wants credentials, as https://user:password@host`;
  return `answered HTTP ${status}`;
}

/** `Retry-After` in milliseconds (RFC 9110): seconds or a date; 0 where there is none. */
function retryAfterMs(header: string | string[] | undefined): number {
  const text = typeof header === 'string' ? header : '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}
