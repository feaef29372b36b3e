import { constantCase } from 'change-case';
import type { Secret } from '../model/secret.ts';

/** How a client writes variables, beside `${NAME}`, which all are read with. */
export type VariableSyntax = {
  /** `$NAME`, as Gemini CLI does. */
  bare?: boolean;
  /** `{env:NAME}` and `{file:path}`, as OpenCode does. */
  braces?: boolean;
};

/** A variable that a text refers to. */
export type Reference = {
  /** Name by which the operator can allow it: of a variable as written, of an input or any other in CONSTANT_CASE. */
  name: string;
  /** Value that stands in for it: `${NAME:-value}`. */
  fallback?: string;
  /** Id of the client's input that it asks for: `${input:id}`. */
  input?: string;
};

/** A text cut into what is literal and what refers to variables. */
export type Template = (string | Reference)[];

/** What variables may become. */
export type Allowed = {
  /** Values that the operator allowed by name (`--env NAME`). */
  env: ReadonlyMap<string, Secret>;
  /** What the client itself fills in: `workspaceFolder`, `userHome` and their kin. */
  places: ReadonlyMap<string, string>;
};

/** `${…}` with at most one pair of braces inside, `{env:…}` and `{file:…}`, `$NAME`. */
const REFERENCE = /\$\{((?:[^{}]|\{[^{}]*\})*)\}|\{(?:env|file):([^{}]+)\}|\$([A-Za-z_]\w*)/g;
const VARIABLE = /^[A-Za-z_]\w*$/;

/** Cuts a text at its references. Places that the client knows are filled in at once. */
export function readTemplate(text: string, syntax: VariableSyntax, places: ReadonlyMap<string, string>): Template {
  const template: Template = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, inner, braced, bare] = match;
    if (inner?.trim() === '' || (braced !== undefined && !syntax.braces) || (bare !== undefined && !syntax.bare))
      continue;
    template.push(text.slice(end, match.index));
    template.push(places.get(inner ?? '') ?? readReference(inner ?? braced ?? bare ?? ''));
    end = match.index + whole.length;
  }
  template.push(text.slice(end));
  return template.filter((part) => part !== '');
}

function readReference(inner: string): Reference {
  const [, kind, rest] = /^(env|input):(.*)$/s.exec(inner) ?? [];
  if (kind === 'input' && rest !== undefined) return { name: nameOf(rest), input: rest };
  const [, name, fallback] = /^([^:]*?)(?::?-(.*))?$/s.exec(rest ?? inner) ?? [];
  if (name === undefined || !VARIABLE.test(name)) return { name: nameOf(inner) };
  return fallback === undefined || fallback.includes('${') ? { name } : { name, fallback };
}

function nameOf(text: string): string {
  const name = constantCase(text).replaceAll(/\W/g, '');
  return VARIABLE.test(name) ? name : `VALUE_${name}`;
}

/** The references of a template. */
export function referencesIn(template: Template): Reference[] {
  return template.filter((part) => typeof part !== 'string');
}

/** The whole value, where every reference is allowed or has a stand-in; else undefined. */
export function resolveTemplate(template: Template, env: Allowed['env']): string | undefined {
  const parts = template.map((part) =>
    typeof part === 'string' ? part : (env.get(part.name)?.reveal() ?? part.fallback),
  );
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** The text as it may be stored: each reference as `open` writes it, or its stand-in where the operator gave nothing. */
export function writeTemplate(template: Template, env: Allowed['env'], open: (name: string) => string): string {
  return template
    .map((part) =>
      typeof part === 'string'
        ? part
        : part.fallback !== undefined && !env.has(part.name)
          ? part.fallback
          : open(part.name),
    )
    .join('');
}
