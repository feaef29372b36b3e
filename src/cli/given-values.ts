import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { InputError } from '../model/fault.ts';
import { type GivenValues, Secret } from '../model/secret.ts';
import type { Environment } from './environment.ts';

/** The flags that hand real values to servers. */
export type GivenFlags = { env?: string[]; envFile?: string[]; header?: string[] };

/** Name of an environment variable (POSIX, with the lower case that programs really use). */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Name of an HTTP header (RFC 9110, token). */
const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Reads the values of `--env-file`, `--env` and `--header`, the later over the earlier. */
export function readGivenValues(flags: GivenFlags, environment: Pick<Environment, 'readVariable'>): GivenValues {
  const env = new Map<string, Secret>();
  for (const file of flags.envFile ?? []) for (const [name, value] of readEnvFile(file)) env.set(name, value);
  for (const word of flags.env ?? []) env.set(...readEnvFlag(word, environment));
  const headers = new Map((flags.header ?? []).map((word) => readHeaderFlag(word, environment)));
  return { env, headers };
}

function readEnvFile(file: string): [string, Secret][] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`--env-file ${file} cannot be read (${reasonOf(error)})`);
  }
  return Object.entries(parseEnv(text)).map(([name, value]) => [name, new Secret(value ?? '')]);
}

function readEnvFlag(word: string, environment: Pick<Environment, 'readVariable'>): [string, Secret] {
  const at = word.indexOf('=');
  const name = at === -1 ? word : word.slice(0, at);
  if (!VARIABLE.test(name)) throw new InputError('--env needs NAME or NAME=VALUE, with letters, digits and _ in NAME');
  if (at !== -1) return [name, new Secret(word.slice(at + 1))];
  return [name, readOwn(name, `--env ${name}`, environment)];
}

function readHeaderFlag(word: string, environment: Pick<Environment, 'readVariable'>): [string, Secret] {
  const at = word.indexOf('=');
  const [header, variable] = [word.slice(0, at), word.slice(at + 1)];
  // The value itself is refused: on a command line it would be visible to every user of the machine.
  if (at < 1 || !HEADER.test(header) || !VARIABLE.test(variable))
    throw new InputError(
      '--header needs Name=VARIABLE, where VARIABLE is an environment variable that holds the value',
    );
  const value = readOwn(variable, `--header ${header}=${variable}`, environment);
  if (/[\r\n\0]/.test(value.reveal()))
    throw new InputError(`${variable} holds a line break, which no header can carry`);
  return [header, value];
}

function readOwn(name: string, flag: string, environment: Pick<Environment, 'readVariable'>): Secret {
  const value = environment.readVariable(name);
  if (value === undefined) throw new InputError(`${flag}: the environment variable ${name} is not set`);
  return value;
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
