import { existsSync, lstatSync, readlinkSync } from 'node:fs';

/** Folders with the system's programs and libraries; on most systems all but the first are links into it. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store', '/gnu/store'];

/** What programs need of /etc: the loader's cache, certificates, alternatives, names of types, the time zone. Nothing of the host's users. */
const ETC = [
  'alternatives',
  'ca-certificates',
  'crypto-policies',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'mime.types',
  'pki',
  'protocols',
  'services',
  'ssl/certs',
  'ssl/openssl.cnf',
];

/** The read-only system, as arguments of bubblewrap. */
export function systemBinds(): string[] {
  return [...SYSTEM.flatMap(bindOrLink), ...ETC.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`])];
}

/** The system's folders that exist, for ways that can only bind. */
export function systemFolders(): string[] {
  return SYSTEM.filter((folder) => existsSync(folder));
}

/** What programs need of /etc and exists, for ways that can only bind. */
export function systemFiles(): string[] {
  return ETC.map((name) => `/etc/${name}`).filter((path) => existsSync(path));
}

function bindOrLink(folder: string): string[] {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  return stat.isSymbolicLink() ? ['--symlink', readlinkSync(folder), folder] : ['--ro-bind', folder, folder];
}
