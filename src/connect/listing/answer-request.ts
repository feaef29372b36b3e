import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { Json } from '../../model/json.ts';

/** JSON-RPC 2.0, section 5.1. */
const METHOD_NOT_FOUND = -32601;

/** The answer to a request of the server: nothing is offered and nothing is told, but no server waits for ever. */
export function answerRequest(id: Json, method: string): JSONRPCMessage {
  const result = RESULTS.get(method);
  const answer =
    result === undefined ? { error: { code: METHOD_NOT_FOUND, message: `${method} is not offered` } } : { result };
  return { jsonrpc: '2.0', id, ...answer } as JSONRPCMessage;
}

const RESULTS = new Map<string, Record<string, Json>>([
  ['ping', {}],
  ['roots/list', { roots: [] }],
  ['elicitation/create', { action: 'decline' }],
]);
