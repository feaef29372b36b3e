import type { Package } from '../model/server-entry.ts';
import { npmId, ociId, pypiId, variantId } from '../model/server-id.ts';

/** Id of a Python package whatever extras it is wanted with. */
export function pypiEntryId(name: string): string {
  return pypiId(name.replace(/\[.*$/, ''));
}

/**
 * Id of a package started with its program and arguments: a variant where these may change the tools. Of a public list,
 * only the arguments that it fixes count; those that each user fills in do not.
 */
export function packageEntryId(wanted: Package, fixedArguments: readonly string[] = wanted.packageArguments): string {
  const arguments_ = [...(wanted.program === undefined ? [] : [wanted.program]), ...fixedArguments];
  return variantId(plainId(wanted), arguments_);
}

function plainId({ registryType, identifier }: Package): string {
  if (registryType === 'npm') return npmId(identifier);
  if (registryType === 'pypi') return pypiEntryId(identifier);
  return registryType === 'oci' ? ociId(identifier) : `${registryType}:${identifier}`;
}
