import { hashOf } from './canonical.ts';

/** Id of an npm package: `npm:<name>`. */
export function npmId(name: string): string {
  return `npm:${name}`;
}

/** Id of a PyPI package: `pypi:<name>` normalised as PEP 503 says. */
export function pypiId(name: string): string {
  return `pypi:${name.toLowerCase().replaceAll(/[-_.]+/g, '-')}`;
}

/** Id of a container image: `oci:<repository>` without tag and digest. */
export function ociId(image: string): string {
  return `oci:${image.replace(/@sha256:[0-9a-f]+$/, '').replace(/:[^/:]+$/, '')}`;
}

/** Id of a remote: its URL without user info, query, fragment and trailing slash; `{name}` parts stay as they are. */
export function remoteId(url: string): string {
  const parsed = new URL(url);
  return `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}`.replaceAll(
    /%7B([\w.-]+)%7D/gi,
    '{$1}',
  );
}

/** Id of a command: `command:<first 16 hex digits of the hash of its argv>`. */
export function commandId(argv: readonly string[]): string {
  return `command:${hashOf(argv).slice(0, 16)}`;
}

/**
 * Id of a server started with arguments that may change its tools: `id#<8 hex digits>`. Places and the choice of stdio do
 * not: they make no variant.
 */
export function variantId(id: string, args: readonly string[]): string {
  const telling = args.filter((arg, index) => !isPlace(arg) && !isStdioChoice(arg, args[index + 1]));
  return telling.length === 0 ? id : `${id}#${hashOf(telling).slice(0, 8)}`;
}

/**
 * Who publishes a server, as far as its id says: a remote's host, the scope of an npm package, the namespace of an image;
 * else the id without what marks a variant.
 */
export function publisherOf(id: string): string {
  const name = id.replace(/#[0-9a-f]{8}$/, '');
  if (/^https?:\/\//.test(name)) return URL.parse(name.replaceAll(/[{}]/g, '_'))?.host ?? name;
  if (name.startsWith('oci:')) return name.replace(/\/[^/]*$/, '');
  return /^npm:@[^/]+(?=\/)/.exec(name)?.[0] ?? name;
}

/** Says whether an argument only asks for stdio: `stdio`, `--stdio`, `--transport=stdio`, `--transport` before `stdio`. */
function isStdioChoice(arg: string, next: string | undefined): boolean {
  return (
    /^-{0,2}(?:transport(?:-type)?=)?stdio$/i.test(arg) || (/^--?transport(?:-type)?$/i.test(arg) && next === 'stdio')
  );
}

/**
 * Says whether an argument only names a place that differs between machines: a path, an address at home, a connection
 * string. A public web address is the same everywhere, and may choose the tools.
 */
function isPlace(arg: string): boolean {
  if (/^https?:\/\//i.test(arg))
    return /^https?:\/\/(?:[^/@]*@)?(?:localhost|127\.|10\.|192\.168\.|\[|\{|\$)/i.test(arg);
  return /^(?:\.{0,2}\/|~|[A-Za-z]:\\|[a-z][a-z0-9+.-]*:\/\/|\$\{)/.test(arg) || arg === '.' || arg === '..';
}
