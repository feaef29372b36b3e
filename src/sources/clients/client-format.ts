import { isJsonObject } from '../../model/json.ts';
import type { DeclaredInput } from '../../model/server-entry.ts';
import type { VariableSyntax } from '../variables.ts';

/** A server as a client's config holds it. */
export type ClientServer = {
  /** The server in `ServerConfig`'s form; not checked yet. */
  config: unknown;
  /** Why the client leaves it out, where the reason stands elsewhere than in its own `disabled` or `enabled`. */
  disabled?: string;
  /** Folder that the client starts it in, where the config says so. */
  folder?: string;
};

/** How one MCP client writes its servers. One file a format, one line in the list. */
export type ClientFormat = {
  id: string;
  /** Clients that write it, for messages. */
  clients: string;
  /** Where they document it. */
  documentation: string;
  /** Path of a file that only this client writes; it wins over formats that are known by their keys alone. */
  file?: RegExp;
  /** How variables are written, beside `${NAME}`. */
  variables: VariableSyntax;
  /** The servers in a parsed config by their keys; undefined where it is another format. */
  serversIn: (config: unknown) => Map<string, ClientServer> | undefined;
  /** Inputs that the client asks its user for, by id. */
  inputsIn?: (config: unknown) => Map<string, DeclaredInput>;
};

/** The servers of an object by key, each as it stands there; undefined where it is no object. */
export function serversOf(servers: unknown): Map<string, ClientServer> | undefined {
  if (!isJsonObject(servers)) return undefined;
  return new Map(Object.entries(servers).map(([key, config]) => [key, { config }]));
}

/** The strings of a list; anything else is left out. */
export function stringsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** The string values of an object by key; anything else is left out. */
export function textsIn(object: unknown): Map<string, string> {
  if (!isJsonObject(object)) return new Map();
  return new Map(Object.entries(object).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}
