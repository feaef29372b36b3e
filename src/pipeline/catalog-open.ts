import { existsSync } from 'node:fs';
import type { Catalog } from '../catalog/catalog.ts';
import { openCatalog } from '../catalog/open-catalog.ts';
import type { Moment } from '../catalog/queries/moment.ts';
import { InputError } from '../model/fault.ts';
import type { Places } from '../model/places.ts';
import { databaseOf } from './database.ts';

/** Which catalogue. */
export type CatalogPlace = { places: Places; database?: string };

/**
 * Opens the catalogue that the operator means, hands it to `use`, and closes it whatever happens. Throws `InputError`
 * where there is none yet: reading must not make an empty one.
 */
export async function withCatalog<T>(
  place: CatalogPlace,
  use: (catalog: Catalog) => Promise<T>,
  { mayCreate = false } = {},
): Promise<T> {
  const database = await databaseOf(place);
  if (!mayCreate && !isThere(database))
    throw new InputError(`there is no catalogue at ${database} yet; scan a server first, or name one with --database`);
  const catalog = await openCatalog(database);
  try {
    return await use(catalog);
  } finally {
    await catalog.close();
  }
}

/** Whether there is a catalogue to read; a server counts as one, reachable or not. */
export async function hasCatalog(place: CatalogPlace): Promise<boolean> {
  return isThere(await databaseOf(place));
}

function isThere(database: string): boolean {
  return database === ':memory:' || database.includes('://') || existsSync(database);
}

/** The moment that a run's id (or `last`), or a time names. Throws `InputError` when there is no such run. */
export async function momentOf(
  catalog: Pick<Catalog, 'findRun'>,
  { run, asOf }: { run?: string; asOf?: string },
): Promise<Moment> {
  if (run !== undefined && asOf !== undefined) throw new InputError('give --run or --as-of, not both');
  if (run !== undefined) return { run: await runIdOf(catalog, run) };
  return asOf === undefined ? 'now' : { asOf };
}

/** The id of a run by its id or `last`. Throws `InputError` when there is no such run. */
export async function runIdOf(catalog: Pick<Catalog, 'findRun'>, which: string): Promise<string> {
  const found = await catalog.findRun(which === 'last' ? 'last' : { id: which });
  if (found === undefined) throw new InputError(`the catalogue knows no run "${which}"`);
  if (found.prunedAt !== undefined)
    throw new InputError(`results of the run ${found.id} were pruned (${found.prunedAt}); name a later run`);
  return found.id;
}
