import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { JsonObject } from '../../model/json.ts';

/** JSON-RPC 2.0, section 5.1. */
const METHOD_NOT_FOUND = -32601;

/** The answer to a request of the server: nothing is offered and nothing is told, but no server waits for ever. */
export function answerRequest(id: string | number, method: string): JSONRPCMessage {
  const result = RESULTS.get(method);
  if (result !== undefined) return { jsonrpc: '2.0', id, result };
  return { jsonrpc: '2.0', id, error: { code: METHOD_NOT_FOUND, message: `${method} is not offered` } };
}

const RESULTS = new Map<string, JsonObject>([
  ['ping', {}],
  ['roots/list', { roots: [] }],
  ['elicitation/create', { action: 'decline' }],
]);
