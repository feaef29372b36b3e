import { glob, lstat, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { readArchive } from './read-archive.ts';
import { MAX_FILE_BYTES, type TextFile } from './text-file.ts';

/** Which files of a checkout are wanted. */
export type Wanted = {
  /** Patterns for a folder (Node's `glob`), relative to its root. */
  globs: readonly string[];
  /** The same for the paths of an archive, which begin with a folder of any name. */
  path: RegExp;
};

/** The wanted files of a checkout, or of an archive of one (`.tar.gz`, `.tgz`, `.tar`), one at a time. */
export async function* readCheckout(place: string, wanted: Wanted): AsyncGenerator<TextFile, void, void> {
  const found = await stat(place);
  if (!found.isDirectory()) yield* readArchive(place, (path) => wanted.path.test(path));
  else {
    const paths: string[] = [];
    for await (const path of glob([...wanted.globs], { cwd: place })) paths.push(path);
    for (const path of paths.sort()) yield* readOne(place, path);
  }
}

/** A link is passed over: a checkout of strangers' files may point it anywhere. */
async function* readOne(root: string, path: string): AsyncGenerator<TextFile, void, void> {
  const shown = path.split(sep).join('/');
  const found = await lstat(join(root, path));
  if (!found.isFile()) return;
  yield found.size > MAX_FILE_BYTES ? { path: shown } : { path: shown, text: await readFile(join(root, path), 'utf8') };
}
