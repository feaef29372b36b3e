import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Places } from '../model/places.ts';
import { Secret } from '../model/secret.ts';

/** What toolrisk reads of the process environment; the only place that does. */
export type Environment = {
  places: Places;
  /** `OPENAI_API_KEY`. */
  openaiApiKey: Secret | undefined;
  /** `OPENAI_BASE_URL`. */
  openaiBaseUrl: string | undefined;
  /** `TOOLRISK_LLM_MODEL`. */
  llmModel: string | undefined;
  /** `TOOLRISK_DATABASE_URL`; may hold a password. */
  databaseUrl: Secret | undefined;
  /** `CI`: set and neither empty, `0` nor `false`. */
  isCi: boolean;
  /** `NO_COLOR` (no-color.org): set and not empty; or a terminal that knows no colours. */
  noColor: boolean;
  /** `FORCE_COLOR`: set and neither empty nor `0`. */
  forceColor: boolean;
  /** `COLUMNS`, where it is a number. */
  columns: number | undefined;
  /** The value of any variable, for `--env NAME` and `--header Name=VARIABLE`. */
  readVariable: (name: string) => Secret | undefined;
};

/** The variables of a process by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the environment of this process, or the variables given. */
export function readEnvironment(variables: Variables = process.env): Environment {
  const text = (name: string): string | undefined => variables[name] || undefined;
  const secret = (name: string): Secret | undefined => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined ? undefined : new Secret(value);
  };
  const columns = Number(text('COLUMNS'));
  return {
    places: placesFrom(text),
    openaiApiKey: text('OPENAI_API_KEY') === undefined ? undefined : secret('OPENAI_API_KEY'),
    openaiBaseUrl: text('OPENAI_BASE_URL'),
    llmModel: text('TOOLRISK_LLM_MODEL'),
    databaseUrl: text('TOOLRISK_DATABASE_URL') === undefined ? undefined : secret('TOOLRISK_DATABASE_URL'),
    isCi: isOn(text('CI')),
    noColor: text('NO_COLOR') !== undefined || text('TERM') === 'dumb',
    forceColor: isOn(text('FORCE_COLOR')),
    columns: Number.isInteger(columns) && columns > 0 ? columns : undefined,
    readVariable: secret,
  };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '0' && value !== 'false';
}

/** `TOOLRISK_HOME` moves both folders; else the XDG Base Directory Specification holds, which ignores relative paths. */
function placesFrom(text: (name: string) => string | undefined): Places {
  const own = text('TOOLRISK_HOME');
  if (own !== undefined) {
    const root = isAbsolute(own) ? own : join(process.cwd(), own);
    return { state: join(root, 'state'), installs: join(root, 'cache') };
  }
  const base = (name: string, fallback: string): string => {
    const path = text(name);
    return path !== undefined && isAbsolute(path) ? path : join(homedir(), fallback);
  };
  return {
    state: join(base('XDG_STATE_HOME', '.local/state'), 'toolrisk'),
    installs: join(base('XDG_CACHE_HOME', '.cache'), 'toolrisk'),
  };
}
