import { dirname, extname, isAbsolute, normalize } from 'node:path';

/** Folders that a command line may be given; a longer list is no list of folders to serve. */
const MAX_FOLDERS = 20;

/** Paths that exist inside anyway, or that a sandbox makes itself. */
const SYSTEM =
  /^\/(?:usr|bin|sbin|lib\w*|etc|nix|gnu|proc|sys|dev|tmp|home)?$|^\/(?:usr|bin|sbin|lib\w*|etc|nix|gnu|proc|sys|dev)\//;

/**
 * Folders that stand in, empty, for those which a client config names: a server that serves `/data/notes` wants such a
 * folder in order to start, and must not see the operator's own. A path with an extension is a file: its folder stands in.
 */
export function standInFolders(args: readonly string[], visible: readonly string[]): string[] {
  const folders = args
    .map((arg) => normalize(arg.replace(/^--?[\w-]+=/, '')).replace(/(?<=.)\/$/, ''))
    .filter((path) => isAbsolute(path) && !path.includes('\0'))
    .map((path) => (extname(path) === '' ? path : dirname(path)))
    .filter((path) => !SYSTEM.test(path) && !visible.some((shown) => path === shown || path.startsWith(`${shown}/`)));
  return [...new Set(folders)].slice(0, MAX_FOLDERS);
}
