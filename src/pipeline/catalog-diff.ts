import type { Change } from '../catalog/compare/change.ts';
import type { Moment } from '../catalog/queries/moment.ts';
import { InputError } from '../model/fault.ts';
import { type CatalogPlace, runIdOf, withCatalog } from './catalog-open.ts';

/** What is compared: two runs, or a time and now. */
export type DiffOptions = CatalogPlace & { runs: readonly string[]; since?: string };

/** A comparison while its catalogue is open. */
export type Diff = {
  from: Moment;
  to: Moment;
  changes: AsyncIterable<Change>;
};

/** Compares two states of the catalogue and hands the changes to `use`. Throws `InputError` when they are not two. */
export async function withDiff<T>(options: DiffOptions, use: (diff: Diff) => Promise<T>): Promise<T> {
  const { runs, since } = options;
  if (since === undefined ? runs.length !== 2 : runs.length > 0)
    throw new InputError('name two runs, or a time with --since: toolrisk diff RUN RUN, toolrisk diff --since DATE');
  return await withCatalog(options, async (catalog) => {
    const [from, to]: [Moment, Moment] =
      since === undefined
        ? [{ run: await runIdOf(catalog, runs[0] ?? '') }, { run: await runIdOf(catalog, runs[1] ?? '') }]
        : [{ asOf: since }, 'now'];
    return await use({ from, to, changes: catalog.changes(from, to) });
  });
}
