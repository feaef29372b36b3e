import { z } from 'zod';
import { Secret } from '../../model/secret.ts';
import type { DeclaredInput, Origin } from '../../model/server-entry.ts';
import { givenIn } from '../arguments/url.ts';
import { readCommandLine } from '../command-line.ts';
import { remoteEntry } from '../remote-entry.ts';
import { isReference } from '../secret-arguments.ts';
import type { ServerTarget } from '../target.ts';

const values = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]).transform((value) => `${value ?? ''}`),
);

/** One server of a client config, in the form that nearly all clients share; fields of other clients are ignored. */
export const ServerConfig = z.looseObject({
  command: z.string().min(1).nullish(),
  args: z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
  env: values.nullish(),
  cwd: z.string().nullish(),
  type: z.string().nullish(),
  transport: z.string().nullish(),
  url: z.string().nullish(),
  serverUrl: z.string().nullish(),
  httpUrl: z.string().nullish(),
  headers: values.nullish(),
});
export type ServerConfig = z.infer<typeof ServerConfig>;

/** Turns one server of a config into a target, or says why not. Literal values become secrets of this server alone. */
export function readServerConfig(
  config: ServerConfig,
  origin: Origin,
): Omit<ServerTarget, 'target'> | { problem: string } {
  const address = config.url ?? config.serverUrl ?? config.httpUrl;
  if (typeof address === 'string') return readRemote(config, address, origin);
  if (typeof config.command !== 'string') return { problem: 'has neither a command nor a url' };
  const env = new Map(Object.entries(config.env ?? {}));
  const { entry, secrets } = readCommandLine([config.command, ...(config.args ?? [])], {
    environmentVariables: [...env].map(([name, value]) => declared(name, value)),
    origin,
    ...(typeof config.cwd === 'string' && !config.cwd.includes('${') ? { cwd: config.cwd } : {}),
  });
  return { entry, given: { env: new Map([...secrets, ...literals(env)]), headers: new Map() } };
}

function readRemote(
  config: ServerConfig,
  address: string,
  origin: Origin,
): Omit<ServerTarget, 'target'> | { problem: string } {
  const type = /sse/i.test(config.type ?? config.transport ?? '') ? 'sse' : 'streamable-http';
  const headers = new Map(Object.entries(config.headers ?? {}));
  const entry = remoteEntry(address, type, origin, [...headers.keys()]);
  const url = URL.parse(address);
  if (entry === undefined || url === null) return { problem: 'has a url that is no http(s) address' };
  const given = givenIn(url);
  return { entry, given: { env: given.env, headers: new Map([...given.headers, ...literals(headers)]) } };
}

function declared(name: string, value: string): DeclaredInput {
  return isOpen(value) ? { name, isRequired: true } : { name };
}

/** The values that stand there literally: the others name a variable that only the operator can give. */
function literals(named: Map<string, string>): [string, Secret][] {
  return [...named].filter(([, value]) => !isOpen(value)).map(([name, value]) => [name, new Secret(value)]);
}

/** Says whether a value is left open: `${NAME}`, `${env:NAME}`, `${input:id}`, also after `Bearer `, or nothing. */
function isOpen(value: string): boolean {
  return value === '' || isReference(value) || /\$\{[^}]+\}/.test(value);
}
