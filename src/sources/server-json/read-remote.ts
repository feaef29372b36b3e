import type { Origin, ServerEntry } from '../../model/server-entry.ts';
import { HEADER_NAME } from '../names.ts';
import { remoteEntry } from '../remote-entry.ts';
import { declaredInput, readVariables } from './declared-input.ts';
import { KeyValueInput, RemoteJson } from './server-json.ts';

/**
 * Reads one remote of server.json into an entry of its own, or says why not. Variables of the address are filled in where
 * they have a value or default; the others stay `{name}`.
 */
export function readRemote(value: unknown, origin: Origin): ServerEntry | { problem: string } {
  const parsed = RemoteJson.safeParse(value);
  if (!parsed.success) return { problem: 'has a remote without an address' };
  const { type, url, headers, variables } = parsed.data;
  const known = readVariables(variables);
  const address = url.replaceAll(/\{([\w.-]+)\}/g, (whole, name: string) => {
    const variable = known.get(name);
    return variable?.value ?? variable?.default ?? whole;
  });
  const wanted = (headers ?? []).flatMap((header) => {
    const input = KeyValueInput.safeParse(header);
    return input.success && HEADER_NAME.test(input.data.name) ? [declaredInput(input.data)] : [];
  });
  const reading = remoteEntry(address, /sse/i.test(type ?? '') ? 'sse' : 'streamable-http', origin, {
    headers: wanted,
  });
  return reading?.entry ?? { problem: `has a remote whose address is no http(s) URL: ${url.slice(0, 200)}` };
}
