import type { JSONRPCMessage, JSONRPCResponse, Transport } from '@modelcontextprotocol/client';
import { Fault } from '../../model/fault.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { answerRequest } from './answer-request.ts';

/** An error that a server answered (JSON-RPC 2.0, section 5.1). Its message is untrusted. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;

  constructor(error: unknown) {
    const { code, message } = isJsonObject(error) ? error : {};
    super(typeof message === 'string' ? message.slice(0, 500) : 'an error without a message');
    this.code = typeof code === 'number' ? code : 0;
  }
}

/** The client's end of one JSON-RPC connection. */
export type Peer = {
  /** Sends a request and gives the raw result. Throws `RpcError`, a Fault, or what the transport threw. */
  request: (method: string, params: JsonObject) => Promise<unknown>;
  notify: (method: string, params?: JsonObject) => Promise<void>;
};

type Pending = { resolve: (result: unknown) => void; reject: (error: unknown) => void };

/** Requests of the server's own that are answered before the rest is ignored: a flood of them must not fill a pipe. */
const MAX_ANSWERS = 100;

/**
 * Connects over a transport. The client of the MCP library is not used for this: under revision 2026-07-28 it validates
 * every result whole, so that one malformed tool would lose the list, and it answers a refused handshake by closing.
 * `areErrorsFatal` says whether every error that the transport reports ends the connection, or Faults alone.
 */
export async function connectPeer(transport: Transport, signal: AbortSignal, areErrorsFatal: boolean): Promise<Peer> {
  const pending = new Map<string, Pending>();
  let lastId = 0;
  let answers = 0;
  let end: { error: unknown } | undefined;
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);

  function fail(error: unknown): void {
    end ??= { error };
    signal.removeEventListener('abort', abort);
    ended.reject(end.error);
    for (const { reject } of pending.values()) reject(end.error);
    pending.clear();
  }

  function abort(): void {
    fail(signal.reason);
  }

  function receive(message: JSONRPCMessage): void {
    if (!('method' in message)) settle(pending, message);
    else if ('id' in message && answers++ < MAX_ANSWERS)
      transport.send(answerRequest(message.id, message.method)).catch(() => undefined);
  }

  Object.assign(transport, {
    onmessage: receive,
    onerror: (error: Error) => {
      if (error instanceof Fault || areErrorsFatal) fail(error);
    },
    onclose: () => fail(new Fault('exited', 'start', 'the connection was closed')),
  });
  signal.addEventListener('abort', abort);
  signal.throwIfAborted();
  await Promise.race([transport.start(), ended.promise]);

  return {
    request: (method, params) =>
      new Promise((resolve, reject) => {
        if (end !== undefined) return reject(end.error);
        const id = ++lastId;
        pending.set(`${id}`, { resolve, reject });
        transport
          .send(
            { jsonrpc: '2.0', id, method, params },
            {
              onRequestStreamEnd: () => {
                if (pending.has(`${id}`))
                  reject(new Fault('protocol-error', 'list', `the answer to ${method} never came`));
              },
            },
          )
          .catch(reject);
      }),
    notify: (method, params) => transport.send({ jsonrpc: '2.0', method, ...(params && { params }) }),
  };
}

/**
 * Gives an answer to the request that it names; ids are compared as text, as some servers turn numbers into strings.
 * An error without an id ("I could not read your message") belongs to the only request there is.
 */
function settle(pending: Map<string, Pending>, answer: JSONRPCResponse): void {
  const id: unknown = answer.id;
  const isNamed = typeof id === 'number' || typeof id === 'string';
  const key = isNamed || pending.size !== 1 ? String(id) : [...pending.keys()].join('');
  const request = pending.get(key);
  if (request === undefined) return;
  pending.delete(key);
  if ('error' in answer) request.reject(new RpcError(answer.error));
  else request.resolve(answer.result);
}
