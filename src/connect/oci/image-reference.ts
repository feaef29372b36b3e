import { Fault } from '../../model/fault.ts';
import type { Package } from '../../model/server-entry.ts';

/** An image of a registry: its whole name, and the tag or digest that is wanted. */
export type ImageReference = { name: string; tag: string } | { name: string; digest: string };

/** Host with a port, and a path of lower-case components (OCI distribution spec 1.1, Pulling manifests). */
const NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)+$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Longest name (the spec asks registries for 255 characters with the host). */
const MAX_NAME = 255;
/** Registry of names without a host, and its folder of names without a slash. */
const PUBLIC_REGISTRY = 'docker.io';
const PUBLIC_FOLDER = 'library';

/**
 * The image that a package means, by its whole name: engines read short names each in its own way. Nothing that an
 * engine could take for an option or another transport passes. Throws `not-found`.
 */
export function readImageReference({ identifier, version = 'latest' }: Package): ImageReference {
  const name = wholeName(identifier);
  if (NAME.test(name) && name.length <= MAX_NAME) {
    if (DIGEST.test(version)) return { name, digest: version };
    if (TAG.test(version)) return { name, tag: version };
  }
  throw new Fault('not-found', 'resolve', `${identifier}:${version} is no reference to an image`.slice(0, 300));
}

/** The form that engines read. */
export function writeImageReference(image: ImageReference): string {
  return 'digest' in image ? `${image.name}@${image.digest}` : `${image.name}:${image.tag}`;
}

function wholeName(identifier: string): string {
  const [first = '', ...rest] = identifier.split('/');
  if (rest.length === 0) return `${PUBLIC_REGISTRY}/${PUBLIC_FOLDER}/${first}`;
  const isHost = /[.:]/.test(first) || first === 'localhost';
  if (!isHost) return `${PUBLIC_REGISTRY}/${identifier}`;
  return first === PUBLIC_REGISTRY && rest.length === 1 ? `${PUBLIC_REGISTRY}/${PUBLIC_FOLDER}/${rest[0]}` : identifier;
}
