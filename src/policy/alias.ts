import type { ServerEntry } from '../model/server-entry.ts';

/** Longest alias; clients shorten or refuse longer ones. */
const MAX_ALIAS = 64;

/** Characters of a name that are looked at. */
const MAX_READ = 1000;

/**
 * What client configurations call a server: its key where it was found in a configuration, else the last part of its
 * id. Only characters that every client takes as they are, so that an alias can be no wildcard, and no `__`, at which
 * some clients part server from tool.
 */
export function aliasOf({ id, origins }: Pick<ServerEntry, 'id' | 'origins'>): string {
  const key = origins.find(({ source }) => source === 'client-config')?.name;
  const [path = ''] = id.split('#');
  const name =
    key ??
    path
      .replace(/^[a-z]+:/, '')
      .split('/')
      .findLast((part) => part !== '') ??
    '';
  const plain = name
    .slice(0, MAX_READ)
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/_{2,}/g, '_')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
    .slice(0, MAX_ALIAS)
    .replace(/[-_]+$/, '');
  return plain === '' ? 'server' : plain;
}
