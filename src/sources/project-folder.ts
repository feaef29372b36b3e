import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, parse, resolve } from 'node:path';

/** Files that mark the root of a project. */
const ROOT_MARKS = ['package.json', 'pyproject.toml', 'setup.py', 'go.mod', 'Cargo.toml', '.git'];

/**
 * The folder that a command needs to see: the project around the first file that it names, else its working folder.
 * Never the home folder, one of its parents, or the root: these hold more than one server may read.
 */
export function findProjectFolder(argv: readonly string[], cwd: string | undefined): string | undefined {
  const [program, ...words] = argv.map((word) => (cwd === undefined || isAbsolute(word) ? word : resolve(cwd, word)));
  // The program comes last: an interpreter that stands in some project does not make that project the server's.
  const named = [...words, program ?? ''].find((word) => isAbsolute(word) && isOwnFile(word));
  if (named !== undefined) return narrow(projectAround(named));
  return cwd === undefined ? undefined : narrow(resolve(cwd));
}

function isOwnFile(path: string): boolean {
  return existsSync(path) && !isSystem(path);
}

/** Says whether the sandbox shows a path anyway. */
function isSystem(path: string): boolean {
  return /^\/(?:usr|bin|sbin|lib|lib64|etc|opt\/node|nix|proc|sys|dev|tmp\/?$)(?:\/|$)/.test(path);
}

function projectAround(path: string): string {
  const start = statSync(path).isDirectory() ? path : dirname(path);
  for (let folder = start; folder !== parse(folder).root; folder = dirname(folder)) {
    if (narrow(folder) === undefined) break;
    if (ROOT_MARKS.some((mark) => existsSync(join(folder, mark)))) return folder;
  }
  return start;
}

function narrow(folder: string): string | undefined {
  const home = homedir();
  return folder === parse(folder).root || home === folder || home.startsWith(`${folder}/`) ? undefined : folder;
}
