import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { isJsonObject } from '../../model/json.ts';

/** The JSON-RPC messages of one text; undefined when it is none (noise, or broken JSON). A batch gives several. */
export function parseMessages(text: string): JSONRPCMessage[] | undefined {
  const first = text.charCodeAt(text.search(/\S/));
  if (first !== 0x7b && first !== 0x5b) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const messages = (Array.isArray(value) ? value : [value]).filter(isMessage);
  return messages.length === 0 ? undefined : messages;
}

/** Says whether a value can be a JSON-RPC message. Looser than the specification: early servers leave `jsonrpc` out. */
function isMessage(value: unknown): value is JSONRPCMessage {
  if (!isJsonObject(value)) return false;
  return typeof value.method === 'string' || ('id' in value && ('result' in value || 'error' in value));
}
