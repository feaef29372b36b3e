import type { Package } from '../model/server-entry.ts';

/** A package as a person wrote it: name, wanted version, and for Python the extras. */
export type PackageWish = { name: string; version?: string };

/** npm's own rule (validate-npm-package-name), capitals of old packages allowed, option look-alikes not. */
const NPM_NAME = /^(?:@[A-Za-z0-9~][A-Za-z0-9._~-]*\/)?[A-Za-z0-9][A-Za-z0-9._~-]*$/;
/** A version, a dist-tag or a range; never a path, an URL, an alias or a tarball. */
const NPM_VERSION = /^(?![.~]?[.~]*\/)(?!\.)(?!.*\.(?:tgz|tar|tar\.gz)$)[A-Za-z0-9^~<>=*][A-Za-z0-9^~<>=*|.+ _-]*$/i;
/** PEP 508 name with optional extras. */
const PYPI_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9._-]+(?:,[A-Za-z0-9._-]+)*\])?$/;
/** PEP 440 version. */
const PYPI_VERSION = /^[A-Za-z0-9][A-Za-z0-9.!+_-]*$/;
/** An image reference (OCI distribution spec): registry and repository, tag, digest. */
const IMAGE =
  /^([a-z0-9][a-z0-9._-]*(?::\d+)?(?:\/[a-z0-9][a-z0-9._-]*)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;
/** Longest name that a registry accepts. */
const MAX_NAME = 214;

/** Reads `name[@version|tag|range]`; undefined where npm would take it for anything but a registry package. */
export function parseNpmSpec(spec: string): PackageWish | undefined {
  const at = spec.indexOf('@', 1);
  const name = at < 0 ? spec : spec.slice(0, at);
  const version = at < 0 ? undefined : spec.slice(at + 1).trim();
  if (!NPM_NAME.test(name) || name.length > MAX_NAME) return undefined;
  if (version === undefined || version === '') return { name };
  return NPM_VERSION.test(version) ? { name, version } : undefined;
}

/** Reads `name[extras][==version]` (uvx also writes `name@version`); undefined for any other requirement. */
export function parsePypiSpec(spec: string): PackageWish | undefined {
  const [name = '', version, ...rest] = spec.split(/==|@/).map((part) => part.trim());
  if (!PYPI_NAME.test(name) || name.length > MAX_NAME || rest.length > 0) return undefined;
  if (version === undefined || version === 'latest') return { name };
  return PYPI_VERSION.test(version) ? { name, version } : undefined;
}

/** Reads `registry/repository[:tag][@digest]`; the digest outranks the tag. Undefined where it is no image reference. */
export function parseImage(reference: string): PackageWish | undefined {
  const [, name, tag, digest] = IMAGE.exec(reference.slice(0, 1000)) ?? [];
  const version = digest ?? tag;
  return name === undefined ? undefined : { name, ...(version === undefined ? {} : { version }) };
}

/** A package that is started and spoken to over stdio. */
export function stdioPackage(
  registryType: 'npm' | 'pypi' | 'oci',
  wish: PackageWish,
  more: Partial<Pick<Package, 'packageArguments' | 'environmentVariables' | 'program'>> = {},
): Package {
  return {
    registryType,
    identifier: wish.name,
    ...(wish.version === undefined ? {} : { version: wish.version }),
    transport: { type: 'stdio' },
    environmentVariables: more.environmentVariables ?? [],
    packageArguments: more.packageArguments ?? [],
    ...(more.program === undefined ? {} : { program: more.program }),
  };
}
