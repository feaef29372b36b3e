import { dirname, join, resolve } from 'node:path';
import { makeFolder } from '../catalog/database/make-folder.ts';
import { DependencyError } from '../model/fault.ts';
import type { Places } from '../model/places.ts';

/**
 * Where the catalogue is: the URL or file that the operator named, else `catalog.db` in the state folder.
 * Makes the folder of a file; throws `DependencyError` when that is impossible.
 */
export async function databaseOf(options: { places: Places; database?: string }): Promise<string> {
  const named = options.database;
  if (named === ':memory:' || (named !== undefined && /^[a-z][a-z0-9+]+:\/\//i.test(named))) return named;
  const file = named === undefined ? join(options.places.state, 'catalog.db') : resolve(named);
  try {
    makeFolder(dirname(file));
  } catch (cause) {
    throw new DependencyError(
      `the folder of the catalogue ${file} cannot be made: ${(cause as Error).message}; name another with --database`,
      { cause },
    );
  }
  return file;
}
