import { Secret } from '../model/secret.ts';
import type { DeclaredInput, Origin, Remote, ServerEntry } from '../model/server-entry.ts';
import { remoteId, variantId } from '../model/server-id.ts';
import { isSecretForm } from './secret-arguments.ts';
import { secretQuery } from './secret-query.ts';

/** A `{name}` part of an address, as URL keeps it. */
const ENCODED_NAME = /%7B([\w.-]+)%7D/gi;

/** A remote read: its entry, and the secrets that stood in its path by the names that took their place. */
export type RemoteReading = { entry: ServerEntry; secrets: Map<string, Secret> };

/** What is known of an address beside its text. */
export type RemoteDetails = {
  /** Headers that it wants. */
  headers?: DeclaredInput[];
  /** Whether parts of the path that look like secrets are taken out: so in what a person wrote, not in public lists. */
  hidePath?: boolean;
};

/**
 * An entry for a server that already runs at an `http(s)` address; undefined where the text is none. User info is
 * dropped, and the values of secret query parameters become `{name}`, since an entry is stored and shown. An address
 * with a secret in its path is a variant of its own, since the secret may choose the tools.
 */
export function remoteEntry(
  text: string,
  type: Remote['type'],
  origin: Origin,
  { headers = [], hidePath = false }: RemoteDetails = {},
): RemoteReading | undefined {
  const parsed = URL.parse(text);
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') return undefined;
  const { url, secrets } = hidePath ? withoutSecretPath(parsed) : { url: parsed, secrets: new Map<string, Secret>() };
  const remote: Remote = { type, url: restoreNames(withoutSecrets(url), text), headers };
  const id = variantId(
    remoteId(url.href),
    [...secrets.values()].map((secret) => secret.reveal()),
  );
  return { entry: { id, packages: [], remotes: [remote], origins: [origin] }, secrets };
}

/** Cuts user info, fragment and the values of secret parameters out of an address; `{name}` parts stay as they are. */
export function withoutSecrets(address: URL): string {
  const url = new URL(address.href);
  url.username = '';
  url.password = '';
  url.hash = '';
  const secrets = new Set(secretQuery(url.href).map(([name]) => name));
  if (secrets.size === 0) return url.href.replaceAll(ENCODED_NAME, '{$1}');
  const kept = [...url.searchParams].map(([name, value]) =>
    secrets.has(name)
      ? `${encodeURIComponent(name)}={${name}}`
      : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${url.origin}${url.pathname}?${kept.join('&')}`.replaceAll(ENCODED_NAME, '{$1}');
}

/** URL writes hosts in lower case, the names of variables in them too: these are put back as they were written. */
function restoreNames(url: string, text: string): string {
  const written = new Map([...text.matchAll(/\{[\w.-]+\}/g)].map(([name]) => [name.toLowerCase(), name]));
  return url.replaceAll(/\{[\w.-]+\}/g, (name) => written.get(name) ?? name);
}

function withoutSecretPath(address: URL): { url: URL; secrets: Map<string, Secret> } {
  const secrets = new Map<string, Secret>();
  const parts = address.pathname.split('/').map((part) => {
    if (!isSecretForm(part)) return part;
    const name = secrets.size === 0 ? 'PATH_SECRET' : `PATH_SECRET_${secrets.size + 1}`;
    secrets.set(name, new Secret(part));
    return `{${name}}`;
  });
  const url = new URL(address.href);
  url.pathname = parts.join('/');
  return { url, secrets };
}
