import OpenAI, { APIError, APIUserAbortError } from 'openai';
import { createRedactor, type Redact } from '../model/redact.ts';
import type { Secret } from '../model/secret.ts';
import { CappedBodyError, cappedFetch } from './capped-fetch.ts';
import { chatBody } from './chat-body.ts';
import type { Dialect } from './dialect.ts';
import type { LlmRequest } from './request.ts';

/** Where and how to reach a model. */
export type Endpoint = {
  /** Base URL of an OpenAI-compatible API, e.g. `http://127.0.0.1:11434/v1`. */
  baseUrl: string;
  /** Absent for local servers that want none. */
  apiKey: Secret | undefined;
  model: string;
};

/** Outcome of one attempt on the wire. */
export type Attempt =
  | { kind: 'reply'; body: unknown }
  /** An HTTP status that is no success; `retryAfterMs` as the server asked. */
  | { kind: 'status'; status: number; message: string; retryAfterMs: number | undefined }
  /** No connection, or one that broke; `isSent` where the server may have read the request. */
  | { kind: 'connection'; message: string; isSent: boolean }
  | { kind: 'aborted' }
  | { kind: 'too-large' };

/** Bytes of a reply that are read; our answers take a few KiB. */
const MAX_REPLY_BYTES = 4 * 2 ** 20;
/** A key that local servers ignore and the library insists on. */
const NO_KEY = 'none';

/** Builds the function that makes one attempt: no retries, no environment, nothing logged. */
export function createAttempt(endpoint: Endpoint) {
  const client = new OpenAI({
    apiKey: endpoint.apiKey?.reveal() ?? NO_KEY,
    baseURL: endpoint.baseUrl,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: cappedFetch(MAX_REPLY_BYTES),
  });
  const redact = createRedactor(endpoint.apiKey === undefined ? [] : [endpoint.apiKey.reveal()]);
  return async (request: LlmRequest, dialect: Dialect, deadlineMs: number, stop: AbortSignal): Promise<Attempt> => {
    const signal = AbortSignal.any([AbortSignal.timeout(deadlineMs), stop]);
    try {
      const body = await client.chat.completions.create(chatBody(request, endpoint.model, dialect), {
        signal,
        timeout: deadlineMs + 1000,
      });
      return { kind: 'reply', body };
    } catch (error) {
      return redacted(attemptOf(error, signal), redact);
    }
  };
}

/** Servers are apt to repeat the key that they refuse. */
function redacted(attempt: Attempt, redact: Redact): Attempt {
  return 'message' in attempt ? { ...attempt, message: redact(attempt.message) } : attempt;
}

function attemptOf(error: unknown, signal: AbortSignal): Attempt {
  if (signal.aborted || error instanceof APIUserAbortError) return { kind: 'aborted' };
  if (causes(error).some((cause) => cause instanceof CappedBodyError)) return { kind: 'too-large' };
  if (error instanceof APIError && error.status !== undefined)
    return {
      kind: 'status',
      status: Number(error.status),
      message: error.message.slice(0, 500),
      retryAfterMs: retryAfterMs(error.headers),
    };
  if (error instanceof SyntaxError) return { kind: 'reply', body: undefined };
  if (error instanceof TypeError || error instanceof APIError) return brokenConnection(error);
  throw error;
}

/** Codes of Node and undici that say that no connection came about. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function brokenConnection(error: Error): Attempt {
  const codes = causes(error).map((cause) => (cause instanceof Error && 'code' in cause ? String(cause.code) : ''));
  return { kind: 'connection', message: innermost(error), isSent: !codes.some((code) => NEVER_CONNECTED.has(code)) };
}

/** The wait that a server asks for (RFC 9110 `Retry-After`, and the millisecond form that OpenAI sends). */
export function retryAfterMs(headers: Headers | undefined, now = Date.now()): number | undefined {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const given = headers?.get('retry-after');
  if (given === null || given === undefined) return undefined;
  const seconds = Number(given);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(given) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let next = error; next !== undefined && chain.length < 8; ) {
    chain.push(next);
    next = next instanceof Error ? next.cause : undefined;
  }
  return chain;
}

function innermost(error: unknown): string {
  const last = causes(error).findLast((cause) => cause instanceof Error && cause.message !== '');
  return last instanceof Error ? last.message.slice(0, 500) : 'the connection broke';
}
