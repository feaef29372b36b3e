import type { Package } from '../model/server-entry.ts';
import { npmId, ociId, pypiId, variantId } from '../model/server-id.ts';

/** Id of a Python package whatever extras it is wanted with. */
export function pypiEntryId(name: string): string {
  return pypiId(name.replace(/\[.*$/, ''));
}

/** Id of a package started with its arguments and program: a variant where these may change the tools. */
export function packageEntryId(wanted: Package): string {
  const arguments_ = [...(wanted.program === undefined ? [] : [wanted.program]), ...wanted.packageArguments];
  return variantId(plainId(wanted), arguments_);
}

function plainId({ registryType, identifier }: Package): string {
  if (registryType === 'npm') return npmId(identifier);
  return registryType === 'pypi' ? pypiEntryId(identifier) : ociId(identifier);
}
