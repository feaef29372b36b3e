import { hashOf } from '../canonical.ts';

/** Longest base that leaves room for a hash and an extension under the 255 bytes of common file systems. */
const MAX_BASE = 100;

/** Characters of a name that are looked at: more would only cost time, since the base is cut and the hash tells names apart. */
const MAX_READ = 1000;

/**
 * A file name for an untrusted name: letters, digits, dots, dashes and underscores only, so that it can neither leave
 * its folder nor be hidden; what had to be changed or cut gets a hash, so that two names never share a file.
 */
export function safeFileName(name: string): string {
  const plain = name
    .slice(0, MAX_READ)
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/\.{2,}/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, MAX_BASE);
  const lower = plain.toLowerCase();
  return lower === name ? lower : `${lower || 'server'}-${hashOf(name).slice(0, 8)}`;
}
