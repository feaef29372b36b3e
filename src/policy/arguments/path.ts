import type { Json } from '../../model/json.ts';

/** A path as its root (`''` for a relative one, `/`, or a drive such as `c:`) and its names. */
type Path = { root: string; names: string[] };

/** Two dots that do not stand within a name: a way up to some reader, be it a shell's braces or a servlet's `..;`. */
const WAY_UP = /(?<![\p{L}\p{N}])\.\.|\.\.(?![\p{L}\p{N}])/u;
/** Characters that end a path for some readers, and names of dots and spaces, which Windows shortens. */
const UNSAFE = /[\u0000-\u001f\u007f]|(?:^|[/\\])[. ]{2,}(?:[/\\]|$)/;
/** Rounds of percent-decoding that are looked at; a path with more is refused. */
const MAX_DECODINGS = 4;

/**
 * Whether a value is a path at or below one of the folders, however a server reads it: as it stands, percent-decoded,
 * in compatibility form (NFKC), with slashes of either kind. Anything that leads up is refused, also where it would come
 * back: behind a symbolic link it leads elsewhere. Links themselves and variables of a shell cannot be seen.
 */
export function isPathBelow(value: Json, prefixes: readonly string[]): boolean {
  if (typeof value !== 'string' || value === '') return false;
  const forms = formsOf(value);
  const isWithin = (form: string) => prefixes.some((prefix) => isBelow(form, prefix));
  const isCompatiblyWithin = (form: string) =>
    prefixes.some((prefix) => isBelow(form.normalize('NFKC'), prefix.normalize('NFKC')));
  return forms?.every((form) => isWithin(form) && isCompatiblyWithin(form)) ?? false;
}

/** Whether a text can be a prefix: a plain path that does not lead up. */
export function isPathPrefix(text: string): boolean {
  return readPrefix(text) !== undefined;
}

/** A prefix as calls are compared with it; undefined where it is none. */
export function readPrefix(text: string): Path | undefined {
  return readPath(text, isWindows(text));
}

function isBelow(form: string, prefix: string): boolean {
  const folder = readPrefix(prefix);
  const path = readPath(form, isWindows(prefix));
  if (folder === undefined || path === undefined || path.root !== folder.root) return false;
  return folder.names.every((name, at) => path.names[at] === name);
}

/** A value as it stands and percent-decoded, round by round; undefined where it cannot be decoded to its end. */
function formsOf(value: string): string[] | undefined {
  const forms = [value];
  let text = value;
  for (let round = 0; text.includes('%'); round += 1) {
    if (round === MAX_DECODINGS) return undefined;
    try {
      text = decodeURIComponent(text);
    } catch {
      return undefined;
    }
    forms.push(text);
  }
  return forms;
}

function isWindows(prefix: string): boolean {
  return /^[a-z]:/i.test(prefix);
}

/** Reads a path; undefined where it leads up, begins like a network path or a home, or mixes what only Windows knows. */
function readPath(text: string, windows: boolean): Path | undefined {
  if (WAY_UP.test(text) || UNSAFE.test(text) || /^(?:[/\\]{2}|~)/.test(text)) return undefined;
  if (!windows && text.includes('\\')) return undefined;
  const [, drive = '', rest = ''] = /^([a-z]:)?(.*)$/isu.exec(text) ?? [];
  const isAbsolute = /^[/\\]/.test(rest);
  // `C:name` stands in whatever folder that drive is at; a later colon names a stream or another drive.
  if (drive !== '' && (!isAbsolute || rest.includes(':'))) return undefined;
  const names = rest.split(/[/\\]/).filter((name) => name !== '' && name !== '.');
  return { root: drive === '' ? (isAbsolute ? '/' : '') : drive.toLowerCase(), names };
}
