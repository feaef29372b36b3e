import { Secret } from '../../model/secret.ts';
import { remoteEntry, withoutSecrets } from '../remote-entry.ts';
import { secretQuery } from '../secret-query.ts';
import type { TargetSource } from '../target-source.ts';

/** A server that already runs, named by its address. User info becomes the Basic header that it means (RFC 7617). */
export const url: TargetSource = {
  id: 'url',
  form: 'https://host/path',
  accepts: (argument) => /^https?:/i.test(argument),
  async read(argument) {
    const address = URL.parse(argument);
    const plain = address === null ? argument.replace(/\/\/.*@/, '//') : withoutSecrets(address);
    const origin = { source: 'argument', name: plain };
    const reading = remoteEntry(argument, 'streamable-http', origin, { hidePath: true });
    if (address === null || reading === undefined) return [{ target: plain, problem: 'is no http(s) address' }];
    const { entry, secrets } = reading;
    const target = entry.remotes[0]?.url ?? plain;
    const { env, headers } = givenIn(address);
    const given = { env: new Map([...env, ...secrets]), headers };
    return [{ target, entry: { ...entry, origins: [{ ...origin, name: target }] }, given }];
  },
};

/** The secrets that an address carries: user info as a header, secret query parameters as variables of the template. */
export function givenIn(address: URL): { env: Map<string, Secret>; headers: Map<string, Secret> } {
  const env = new Map(secretQuery(address.href).map(([name, value]) => [name, new Secret(value)]));
  if (address.username === '' && address.password === '') return { env, headers: new Map() };
  const user = `${decode(address.username)}:${decode(address.password)}`;
  return { env, headers: new Map([['Authorization', new Secret(`Basic ${Buffer.from(user).toString('base64')}`)]]) };
}

/** The text of user info; one that is no percent-encoding stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
