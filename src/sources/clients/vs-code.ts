import { isJsonObject, type Json } from '../../model/json.ts';
import type { DeclaredInput } from '../../model/server-entry.ts';
import { type ClientFormat, serversOf, stringsIn } from './client-format.ts';

/** `servers` in VS Code's mcp.json, or `mcp.servers` in its settings; `inputs` for `${input:id}`. */
export const vsCode: ClientFormat = {
  id: 'vs-code',
  clients: 'VS Code',
  documentation: 'VS Code docs, "MCP configuration reference"',
  variables: {},
  serversIn(config) {
    const holder = holderOf(config, 'servers');
    return holder === undefined ? undefined : serversOf(holder);
  },
  inputsIn(config) {
    const list = holderOf(config, 'inputs');
    return new Map((Array.isArray(list) ? list : []).flatMap(readInput));
  },
};

/** What stands under a key at the top, in `mcp`, or in `mcp.<key>`. */
function holderOf(config: unknown, key: 'servers' | 'inputs'): Json | undefined {
  if (!isJsonObject(config)) return undefined;
  const nested = isJsonObject(config.mcp) ? config.mcp[key] : undefined;
  return [config[key], nested, config[`mcp.${key}`]].find((value) => typeof value === 'object' && value !== null);
}

function readInput(input: Json): [string, DeclaredInput][] {
  if (!isJsonObject(input) || typeof input.id !== 'string') return [];
  const { id, description, password, options } = input;
  const choices = stringsIn(options);
  const declared: DeclaredInput = {
    name: id,
    isRequired: true,
    ...(typeof description === 'string' ? { description } : {}),
    ...(password === true ? { isSecret: true } : {}),
    ...(choices.length > 0 ? { choices } : {}),
  };
  return [[id, declared]];
}
