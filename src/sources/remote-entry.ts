import type { Origin, Remote, ServerEntry } from '../model/server-entry.ts';
import { remoteId } from '../model/server-id.ts';

/** Names of query parameters that carry a secret. */
const SECRET_QUERY = /key|token|secret|auth|passw|credential|signature|^sig$|^code$/i;

/**
 * An entry for a server that already runs at an `http(s)` address; undefined where the text is none. User info is
 * dropped and the values of secret query parameters become `{name}`, since an entry is stored and shown.
 */
export function remoteEntry(
  text: string,
  type: Remote['type'],
  origin: Origin,
  headers: string[] = [],
): ServerEntry | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') return undefined;
  const names = headers.map((name) => ({ name, isSecret: true }));
  const remote: Remote = { type, url: withoutSecrets(url), headers: names };
  return { id: remoteId(url.href), packages: [], remotes: [remote], origins: [origin] };
}

/** What of an address is a secret: the values of its telling query parameters, by name. */
export function secretQuery(text: string): [name: string, value: string][] {
  return [...(URL.parse(text)?.searchParams ?? [])].filter(([name, value]) => SECRET_QUERY.test(name) && value !== '');
}

/** Cuts user info, fragment and the values of secret parameters out of an address. */
export function withoutSecrets(address: URL): string {
  const url = new URL(address.href);
  url.username = '';
  url.password = '';
  url.hash = '';
  const secrets = new Set(secretQuery(url.href).map(([name]) => name));
  if (secrets.size === 0) return url.href;
  const kept = [...url.searchParams].map(([name, value]) =>
    secrets.has(name)
      ? `${encodeURIComponent(name)}={${name}}`
      : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${url.origin}${url.pathname}?${kept.join('&')}`;
}
