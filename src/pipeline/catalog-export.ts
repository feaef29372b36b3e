import type { Catalog } from '../catalog/catalog.ts';
import { stringifyJson } from '../model/escape/json.ts';
import { InputError } from '../model/fault.ts';
import { csv } from '../report/formats/csv.ts';
import { Tally } from '../report/summary.ts';
import { runIdOf } from './catalog-open.ts';
import { openRunFolder } from './run-folder.ts';
import { writeOutputs } from './write-outputs.ts';

/** The whole history as JSON Lines, or one run's: what `importCatalog` reads back without loss. */
export async function* exportLines(catalog: Catalog, run?: string): AsyncGenerator<string, void, void> {
  const id = run === undefined ? undefined : await runIdOf(catalog, run);
  for await (const record of catalog.history(id)) yield `${stringifyJson(record)}\n`;
}

/** The tools of one run as CSV, as reports write them. */
export async function* exportCsv(catalog: Catalog, run = 'last'): AsyncGenerator<string, void, void> {
  const found = await summaryOf(catalog, run);
  const servers = async function* () {
    for await (const result of catalog.resultsOf(found.run.id)) yield { result };
  };
  yield* csv.render({ ...found, servers });
}

/** Rebuilds the folder of one run. Gives the paths that a person should open. */
export async function exportRunFolder(catalog: Catalog, out: string, run = 'last'): Promise<string[]> {
  const found = await summaryOf(catalog, run);
  const folder = await openRunFolder(out);
  await folder.startRun(found.run);
  for await (const result of catalog.resultsOf(found.run.id)) await folder.append(result);
  const results = () => catalog.resultsOf(found.run.id);
  return await writeOutputs(folder, { ...found, results, terms: { preset: 'recommended' } });
}

async function summaryOf(catalog: Catalog, which: string) {
  const run = await catalog.findRun({ id: await runIdOf(catalog, which) });
  if (run === undefined) throw new InputError(`the catalogue knows no run "${which}"`);
  const tally = new Tally();
  for await (const result of catalog.resultsOf(run.id)) tally.add(result);
  return { run, summary: tally.summary() };
}
