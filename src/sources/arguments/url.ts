import { Secret } from '../../model/secret.ts';
import { remoteEntry, secretQuery, withoutSecrets } from '../remote-entry.ts';
import type { TargetSource } from '../target-source.ts';

/** A server that already runs, named by its address. User info becomes the Basic header that it means (RFC 7617). */
export const url: TargetSource = {
  id: 'url',
  form: 'https://host/path',
  accepts: (argument) => /^https?:/i.test(argument),
  async read(argument) {
    const address = URL.parse(argument);
    const target = address === null ? argument : withoutSecrets(address);
    const entry = remoteEntry(argument, 'streamable-http', { source: 'argument', name: target });
    if (address === null || entry === undefined) return [{ target, problem: 'is no http(s) address' }];
    return [{ target, entry, given: givenIn(address) }];
  },
};

/** The secrets that an address carries: user info as a header, secret query parameters as variables of the template. */
export function givenIn(address: URL): { env: Map<string, Secret>; headers: Map<string, Secret> } {
  const env = new Map(secretQuery(address.href).map(([name, value]) => [name, new Secret(value)]));
  if (address.username === '' && address.password === '') return { env, headers: new Map() };
  const user = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
  return { env, headers: new Map([['Authorization', new Secret(`Basic ${Buffer.from(user).toString('base64')}`)]]) };
}
