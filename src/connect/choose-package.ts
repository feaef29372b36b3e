import type { Package, ServerEntry } from '../model/server-entry.ts';
import { FETCHERS } from './fetch/index.ts';

/** The package of an entry that is fetched and started here: one over stdio before one that only speaks HTTP. */
export function choosePackage({ packages }: Pick<ServerEntry, 'packages'>): Package | undefined {
  const fetched = packages.filter(({ registryType }) => FETCHERS.some((each) => each.registryType === registryType));
  return fetched.find(({ transport }) => transport.type === 'stdio') ?? fetched[0];
}
