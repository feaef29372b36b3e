import type { ValueForm, ValueHint } from '../placeholder.ts';

/** Lines after the one that names a variable which may still speak of it. */
const LINES_AFTER = 2;

const FORMS: readonly [pattern: RegExp, form: ValueForm][] = [
  [/\bURLs?\b|\bURI\b|https?:\/\/|invalid_?url/i, 'url'],
  [/\buuid\b|\bguid\b/i, 'uuid'],
  [/e-?mail/i, 'email'],
  [/\bJWT\b|JSON web token/i, 'jwt'],
  [/base64/i, 'base64'],
  [/\bhex(?:adecimal)?\b/i, 'hex'],
  [/must be (?:a |an )?(?:\w+ )?(?:number|integer)|expected (?:number|int)|NaN|valid integer|be numeric/i, 'number'],
  [/must be (?:a )?bool|expected bool|true or false/i, 'boolean'],
  [/(?:valid|parse|invalid) JSON|JSON (?:string|object|array)/i, 'json'],
  [
    /(?:file|path) (?:does not exist|not found|to (?:your|the|a) \w*\s?(?:json|file|credentials|key))|ENOENT|path to .*(?:file|json|credentials)/i,
    'file',
  ],
  [/director(?:y|ies)|folder/i, 'folder'],
  [/ethereum address|valid address|0x address/i, 'address'],
];

/** Of the databases that a server knows, the one that needs no network. */
const OWN_DATABASE = 'sqlite:///tmp/placeholder.db';

/** What a server's words say about how the value of a variable or argument must look. */
export function valueHint(name: string, words: string): ValueHint {
  const isDatabase = /CONNECTION|DATABASE|\bDB\b|_DB_|DSN/i.test(name) && /\bsqlite:/.test(words);
  const lines = words.split('\n');
  const at = lines.flatMap((line, index) => (mentions(line, name) ? [index] : []));
  const near = at.map((index) => lines.slice(index, index + 1 + LINES_AFTER).join('\n')).join('\n');
  if (near === '') return isDatabase ? { choices: [OWN_DATABASE] } : {};
  const own = at.map((index) => lines[index]).join('\n');
  const prefix =
    /(?:start|begin)(?:s|ning|ing)?\s+with:?\s+(?:either\s+)?["'`“]?([A-Za-z][\w.:/-]*[\w_/-])["'`”]?/i.exec(near)?.[1];
  const length = /(?:at least|exactly|minimum(?: of)?|>=|must be|length(?: of)?) (\d{1,3})[ -]char/i.exec(near)?.[1];
  const choices = choicesIn(near);
  const form = FORMS.find(([pattern]) => pattern.test(own.replaceAll(name, '')))?.[1];
  const example = exampleIn(near, name);
  return {
    ...(prefix === undefined ? {} : { prefix }),
    ...(isDatabase ? { choices: [OWN_DATABASE] } : {}),
    ...(length === undefined ? {} : { length: Number(length) }),
    ...(choices.length === 0 || isDatabase ? {} : { choices }),
    ...(form === undefined ? {} : { form }),
    ...(example === undefined ? {} : { example }),
  };
}

function mentions(line: string, name: string): boolean {
  const at = line.indexOf(name);
  return at >= 0 && !/\w/.test(line[at + name.length] ?? '') && !/\w/.test(line[at - 1] ?? '');
}

function choicesIn(text: string): string[] {
  const list =
    /(?:one of|expected one of|choices?:|valid (?:values|options)(?: are)?|must be either)[\s:[({]*((?:["'`]?[\w.-]+["'`]?\s*(?:,|\||\bor\b)\s*)+["'`]?[\w.-]+)/i.exec(
      text,
    )?.[1];
  const quoted = list?.split(/\s*(?:,|\||\bor\b)\s*/).map((word) => word.replaceAll(/["'`\s]/g, '')) ?? [];
  return quoted.filter((word) => word !== '' && !/^[A-Z0-9]+_[A-Z0-9_]+$/.test(word));
}

/** `NAME=value` or `e.g. value`, where the value is no bracketed or shouted stand-in. */
function exampleIn(text: string, name: string): string | undefined {
  const escaped = name.replaceAll(/[^\w]/g, '.');
  const example =
    new RegExp(`\\b${escaped}=["']?([^\\s"'<>\`]{3,120})`).exec(text)?.[1] ??
    /\b(?:e\.g\.|for example|example|such as):?,?\s+["'`(]*([^\s"'`<>(),]{4,120})/i.exec(text)?.[1];
  if (example === undefined || /your|xxx|\.\.\.|…|\$|[<>{}[\]]|example_|^[A-Z_]+$/i.test(example)) return undefined;
  return /^[a-z][a-z+]*:\/\/|^\d+$|^[\w-]+\.[\w.-]+$/i.test(example) ? example : undefined;
}
