import { z } from 'zod';
import { Secret } from '../../model/secret.ts';
import type { DeclaredInput, Origin } from '../../model/server-entry.ts';
import { givenIn } from '../arguments/url.ts';
import { bridgedRemote } from '../bridges.ts';
import { readCommandLine } from '../command-line.ts';
import { LAUNCHERS } from '../launchers/index.ts';
import { HEADER_NAME, VARIABLE_NAME } from '../names.ts';
import { remoteEntry } from '../remote-entry.ts';
import type { ServerTarget } from '../target.ts';
import { uniqueInputs } from '../unique-inputs.ts';
import {
  type Allowed,
  type Reference,
  readTemplate,
  referencesIn,
  resolveTemplate,
  type Template,
  type VariableSyntax,
  writeTemplate,
} from '../variables.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const values = z.record(z.string(), z.union([scalar, z.null().transform(() => '')]));

/** One server of a client config, in the form that nearly all clients share; fields of other clients are ignored. */
export const ServerConfig = z.looseObject({
  command: z.string().min(1).nullish(),
  args: z.array(scalar).nullish(),
  env: values.nullish(),
  envFile: z.string().nullish(),
  cwd: z.string().nullish(),
  type: z.string().nullish(),
  transport: z.string().nullish().catch(undefined),
  url: z.string().nullish(),
  serverUrl: z.string().nullish(),
  httpUrl: z.string().nullish(),
  headers: values.nullish(),
  disabled: z.boolean().nullish().catch(undefined),
  enabled: z.boolean().nullish().catch(undefined),
});
export type ServerConfig = z.infer<typeof ServerConfig>;

/** What the config around a server says. */
export type ConfigContext = Allowed & {
  origin: Origin;
  syntax: VariableSyntax;
  inputs: ReadonlyMap<string, DeclaredInput>;
  /** Folder of the project that the config belongs to. */
  folder?: string;
};

type Reading = Omit<ServerTarget, 'target'> | { problem: string };

/**
 * Turns one server of a config into a target, or says why not. Literal values become secrets of this server alone;
 * variables that the operator did not allow stay `${NAME}` and are declared.
 */
export function readServerConfig(config: ServerConfig, context: ConfigContext): Reading {
  const address = config.url ?? config.serverUrl ?? config.httpUrl;
  if (typeof address === 'string') return readRemote(config, address, context);
  if (typeof config.command !== 'string') return { problem: 'has neither a command nor a url' };
  const words = commandWords(config.command, config.args ?? []).map((word) => template(word, context));
  const [program = '', ...args] = words.map((word) => writeTemplate(word, context.env, (name) => `\${${name}}`));
  const env = readValues(config.env ?? {}, VARIABLE_NAME, context);
  const remote = bridgedRemote(program, args);
  if (remote !== undefined) {
    const known = new Map([...env.given, ...context.env]);
    return readRemote({ type: remote.type, headers: remote.headers }, remote.url, { ...context, env: known });
  }
  const used = words
    .flatMap(referencesIn)
    .filter(({ name, fallback }) => fallback === undefined || context.env.has(name));
  const open = used.filter(({ name }) => !env.given.has(name)).map((reference) => declare(reference, context));
  const cwd = folderOf(config, context);
  const { entry, secrets } = readCommandLine([program, ...args], {
    environmentVariables: uniqueInputs([...env.declared, ...open]),
    origin: context.origin,
    ...(cwd === undefined ? {} : { cwd, isProject: true }),
  });
  const allowed = used.flatMap(({ name }) => pick(name, context.env));
  return { entry, given: { env: new Map([...allowed, ...secrets, ...env.given]), headers: new Map() } };
}

/** Some write the whole line as the command; it is one where it begins with a launcher. */
function commandWords(command: string, args: readonly string[]): [string, ...string[]] {
  const [program = '', ...rest] = command.trim().split(/\s+/);
  const isLine = rest.length > 0 && LAUNCHERS.some(({ programs }) => programs.includes(program));
  return isLine ? [program, ...rest, ...args] : [command, ...args];
}

/** Turns an address with its headers into a target. */
export function readRemote(
  config: Pick<ServerConfig, 'type' | 'transport' | 'headers'>,
  address: string,
  context: ConfigContext,
): Reading {
  const type = /sse/i.test(config.type ?? config.transport ?? '') ? 'sse' : 'streamable-http';
  const headers = readValues(config.headers ?? {}, HEADER_NAME, context);
  const parts = template(address, context);
  const text = writeTemplate(parts, context.env, (name) => `{${name}}`);
  const reading = remoteEntry(text, type, context.origin, { headers: headers.declared, hidePath: true });
  const url = URL.parse(text);
  if (reading === undefined || url === null) return { problem: 'has a url that is no http(s) address' };
  const inAddress = givenIn(url);
  const allowed = referencesIn(parts).flatMap(({ name }) => pick(name, context.env));
  const env = new Map([...allowed, ...inAddress.env, ...reading.secrets]);
  return { entry: reading.entry, given: { env, headers: new Map([...inAddress.headers, ...headers.given]) } };
}

/** Variables or headers of a config: declared by name, and the values that are known. */
function readValues(
  named: Record<string, string>,
  isName: RegExp,
  context: ConfigContext,
): { declared: DeclaredInput[]; given: Map<string, Secret> } {
  const declared: DeclaredInput[] = [];
  const given = new Map<string, Secret>();
  for (const [name, text] of Object.entries(named)) {
    if (!isName.test(name)) continue;
    const parts = template(text, context);
    const value = text === '' ? undefined : resolveTemplate(parts, context.env);
    const [only] = parts.length === 1 ? referencesIn(parts) : [];
    const input = only === undefined ? {} : declare(only, context);
    const isSecret = isName === HEADER_NAME ? { isSecret: true } : {};
    declared.push({ ...input, ...isSecret, ...(value === undefined ? { isRequired: true } : {}), name });
    if (value !== undefined && !/[\0\r\n]/.test(isName === HEADER_NAME ? value : ''))
      given.set(name, new Secret(value));
  }
  return { declared, given };
}

function declare({ name, input }: Reference, { inputs }: ConfigContext): DeclaredInput {
  const declared = input === undefined ? undefined : inputs.get(input);
  return { ...declared, name, isRequired: true };
}

function template(text: string, { syntax, places }: ConfigContext): Template {
  return readTemplate(text, syntax, places);
}

function folderOf(config: ServerConfig, context: ConfigContext): string | undefined {
  if (typeof config.cwd !== 'string' || config.cwd === '') return context.folder;
  return resolveTemplate(template(config.cwd, context), new Map()) ?? context.folder;
}

function pick(name: string, env: Allowed['env']): [string, Secret][] {
  const value = env.get(name);
  return value === undefined ? [] : [[name, value]];
}
