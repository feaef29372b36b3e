import type { JSONRPCMessage, Transport, TransportSendOptions } from '@modelcontextprotocol/client';
import { createParser } from 'eventsource-parser';
import { isJsonObject } from '../../model/json.ts';
import { parseMessages } from '../transport/message.ts';
import { type HttpAnswer, isEventStream, type Send } from './guarded-request.ts';

/** The client's end of Streamable HTTP. */
export type StreamableHttpTransport = Transport & {
  /** Ends the session of a stateful server; does nothing where there is none. */
  endSession: (signal: AbortSignal) => Promise<void>;
};

/** The newest revision that has a handshake, and nothing of what it says in the headers. */
const NEGOTIATED_VERSION = '2025-11-25';
const SESSION_HEADER = 'mcp-session-id';
const VERSION_META = 'io.modelcontextprotocol/protocolVersion';

/** Why requests end that are still under way when the connection is closed; one for all, as each would note where it was made. */
const CLOSED = new DOMException('the connection was closed', 'AbortError');

/** What a connection knows of itself after the handshake. */
type State = { session?: string; version?: string };

/**
 * Creates the transport (MCP 2025-11-25, Streamable HTTP; 2026-07-28, HTTP headers). It does less than the library's,
 * for a third of its processor time: one request after another, no stream of the server's own (GET), no resumption, and
 * no validation of what nobody reads here.
 */
export function createStreamableHttp(url: URL, send: Send): StreamableHttpTransport {
  const closing = new AbortController();
  const state: State = {};

  async function post(message: JSONRPCMessage, options: TransportSendOptions | undefined): Promise<void> {
    const headers = { ...CONTENT_HEADERS, ...stateHeaders(state), ...modernHeaders(message) };
    const body = JSON.stringify(message);
    const answer = await send(url, { method: 'POST', headers, body, signal: closing.signal });
    if (answer.status >= 300) throw new Error(`the server answered HTTP ${answer.status}`);
    const given = answer.headers[SESSION_HEADER];
    if (isFirst(message) && typeof given === 'string' && given !== '') state.session = given;
    const receive = (received: JSONRPCMessage): void => transport.onmessage?.(received);
    if (!('method' in message && 'id' in message)) await readWhole(answer);
    else if (isEventStream(answer.headers)) await readEvents(answer, receive, options?.onRequestStreamEnd);
    else for (const received of await readMessages(answer)) receive(received);
  }

  const transport: StreamableHttpTransport = {
    start: async () => undefined,
    send: post,
    setProtocolVersion: (version) => {
      state.version = version;
    },
    endSession: async (signal) => {
      if (state.session === undefined) return;
      await readWhole(await send(url, { method: 'DELETE', headers: stateHeaders(state), signal }));
    },
    close: async () => {
      closing.abort(CLOSED);
    },
  };
  return transport;
}

function isFirst(message: JSONRPCMessage): boolean {
  return 'method' in message && message.method === 'initialize';
}

const CONTENT_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

function stateHeaders({ session, version }: State): Record<string, string> {
  return {
    ...(session === undefined ? {} : { [SESSION_HEADER]: session }),
    ...(version === undefined ? {} : { 'mcp-protocol-version': version }),
  };
}

/** What revision 2026-07-28 wants to see in the headers as well as in the body. */
function modernHeaders(message: JSONRPCMessage): Record<string, string> {
  if (!('method' in message)) return {};
  const meta = message.params?._meta;
  const version = isJsonObject(meta) ? meta[VERSION_META] : undefined;
  if (typeof version !== 'string' || version <= NEGOTIATED_VERSION) return {};
  return { 'mcp-protocol-version': version, 'mcp-method': message.method };
}

async function readWhole({ body }: HttpAnswer): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readMessages(answer: HttpAnswer): Promise<JSONRPCMessage[]> {
  const type = answer.headers['content-type'] ?? 'no content type';
  const text = (await readWhole(answer)).toString('utf8');
  if (!/^\s*application\/json\b/i.test(type)) throw new Error(`its answer is ${type.slice(0, 100)}, not JSON`);
  const messages = parseMessages(text);
  if (messages === undefined) throw new Error('its answer is no JSON-RPC message');
  return messages;
}

/** Reads events until the stream ends. One that is no message is passed over, as the answer may still come. */
async function readEvents(
  { body }: HttpAnswer,
  receive: (message: JSONRPCMessage) => void,
  onEnd: (() => void) | undefined,
): Promise<void> {
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event !== undefined && event !== 'message') return;
      for (const message of parseMessages(data) ?? []) receive(message);
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
  // A server may leave out the blank line after its last event.
  parser.feed(`${decoder.decode()}\n\n`);
  onEnd?.();
}
