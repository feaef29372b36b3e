import { LAUNCHERS } from './launchers/index.ts';

/** A remote that a command line only passes on to. */
export type BridgedRemote = { url: string; type: 'streamable-http' | 'sse'; headers: Record<string, string> };

/** A program that speaks stdio to the client and HTTP to a remote: what matters is the remote. */
type Bridge = {
  /** Its packages, as `npm:<name>` or `pypi:<name>`. */
  packages: readonly string[];
  /** Its options that consume the next word. */
  withValue: readonly string[];
  /** Options that name the address, where it is no word of its own. */
  addressIn?: readonly string[];
};

const BRIDGES: readonly Bridge[] = [
  {
    packages: ['npm:mcp-remote'],
    withValue: [
      '--header',
      '--transport',
      '--host',
      '--static-oauth-client-metadata',
      '--static-oauth-client-info',
      '--resource',
    ],
  },
  { packages: ['pypi:mcp-proxy'], withValue: ['--transport', '--headers', '-H'] },
  {
    packages: ['npm:supergateway'],
    withValue: ['--sse', '--streamableHttp', '--header', '--oauth2Bearer', '--logLevel', '--outputTransport'],
    addressIn: ['--sse', '--streamableHttp'],
  },
];

/** The remote behind a command line of a bridge (`npx mcp-remote https://…`); undefined for any other line. */
export function bridgedRemote(program: string, args: readonly string[]): BridgedRemote | undefined {
  const launched = LAUNCHERS.filter(({ programs }) => programs.includes(program))
    .map(({ read }) => read(args))
    .find(Boolean);
  if (launched === undefined) return undefined;
  const name = `${launched.registryType}:${launched.identifier}`;
  const bridge = BRIDGES.find(({ packages }) => packages.includes(name));
  return bridge === undefined ? undefined : readLine(launched.packageArguments, bridge);
}

function readLine(words: readonly string[], { withValue, addressIn = [] }: Bridge): BridgedRemote | undefined {
  const headers: Record<string, string> = {};
  let url: string | undefined;
  let isSse = false;
  let rest = words;
  while (rest.length > 0) {
    const option = rest[0] ?? '';
    if (!option.startsWith('-')) {
      if (isAddress(option)) url ??= option;
      rest = rest.slice(1);
      continue;
    }
    const isPair = /^(?:-H|--headers)$/.test(option);
    const [name = '', inline] = option.split(/=(.*)/s);
    const value = inline ?? (withValue.includes(name) ? rest[1] : undefined) ?? '';
    if (isPair && rest[2] !== undefined) headers[value] = rest[2];
    else if (name === '--header') addHeader(headers, value);
    else if (name === '--oauth2Bearer') headers.Authorization = `Bearer ${value}`;
    else if (addressIn.includes(name) && isAddress(value)) url = value;
    isSse ||= name === '--sse' || (name === '--transport' && value.startsWith('sse'));
    rest = rest.slice(isPair ? 3 : inline === undefined && withValue.includes(name) ? 2 : 1);
  }
  return url === undefined ? undefined : { url, type: isSse ? 'sse' : 'streamable-http', headers };
}

function addHeader(headers: Record<string, string>, line: string): void {
  const [, name, value] = /^([^:\s]+)\s*:\s*(.*)$/s.exec(line) ?? [];
  if (name !== undefined && value !== undefined) headers[name] = value;
}

function isAddress(word: string): boolean {
  return /^https?:\/\//i.test(word) || /^\$\{\w+\}$/.test(word);
}
