import { openCatalog } from '../catalog/open-catalog.ts';
import type { Run, ServerResult } from '../model/run.ts';
import { type Summary, Tally } from '../report/summary.ts';
import type { TargetProblem } from '../sources/target.ts';
import { collectTargets } from './collect-targets.ts';
import { databaseOf } from './database.ts';
import type { PolicyTerms } from './derive-policies.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { describeUnreached, unreachedNames } from './given-for.ts';
import { openLlm } from './open-llm.ts';
import { openRunFolder } from './run-folder.ts';
import { finishRun, startRun } from './run-record.ts';
import type { ScanOptions, ScanTools } from './scan-options.ts';
import { scanServer } from './scan-server.ts';
import { writeOutputs } from './write-outputs.ts';

/** A finished scan. Close it when its results were read. */
export type Scan = {
  run: Run;
  summary: Summary;
  /** Targets that could not be read. */
  problems: TargetProblem[];
  /** Overrides that were not applied, as they would loosen a severe tool unasked. */
  refusedOverrides: number;
  /** Paths that were written, the catalogue's first. */
  written: string[];
  /** The results again, from the catalogue, in the order of server ids. */
  results: () => AsyncIterable<ServerResult>;
  close: () => Promise<void>;
};

/**
 * From targets to verdicts: find → connect → classify → remember → report. One bad server is one failed result.
 * Throws `InputError` when no target can be read, `DependencyError` when the catalogue cannot be opened.
 */
export async function runScan(options: ScanOptions, tools: ScanTools): Promise<Scan> {
  const { targets, problems } = await collectTargets(options, tools);
  tools.onEvent({ type: 'servers-found', servers: targets.length });
  for (const name of unreachedNames(targets, options.given))
    tools.onEvent({ type: 'note', message: describeUnreached(name) });
  const folder = await openRunFolder(options.out);
  const database = await databaseOf(options);
  const catalog = await openCatalog(database, { now: tools.now });
  try {
    const llm = await openLlm(options.llm, { ...tools, cache: catalog.answers });
    const started = startRun(options, targets, tools);
    const tally = new Tally();
    await Promise.all([catalog.startRun(started), folder.startRun(started)]);
    await forEachAtOnce(targets, options.jobs, async (target) => {
      const result = await scanServer(target, targets.length === 1, catalog, options, { ...tools, llm });
      await catalog.saveResult(started.id, result);
      await folder.append(result);
      tally.add(result);
    });
    const ledger = await llm?.close();
    const run = finishRun(started, tools.now(), ledger);
    await catalog.finishRun(run);
    const summary = { ...tally.summary(), ...(ledger === undefined ? {} : { llm: ledger }) };
    const results = () => catalog.resultsOf(run.id);
    const { terms, refused } = termsOf(options, tools);
    const written = [database, ...(await writeOutputs(folder, { run, summary, results, terms }))];
    const refusedOverrides = refused();
    return { run, summary, problems, refusedOverrides, written, results, close: () => catalog.close() };
  } catch (error) {
    await catalog.close();
    throw error;
  }
}

/** What the policies are derived by; problems of overrides are told, and counted where they are refused. */
function termsOf({ preset, overrides }: ScanOptions, { onEvent }: ScanTools) {
  let refused = 0;
  const onProblem: PolicyTerms['onProblem'] = (message, isRefused) => {
    refused += Number(isRefused);
    onEvent({ type: 'note', message });
  };
  const terms: PolicyTerms = { preset, onProblem, ...(overrides === undefined ? {} : { overrides }) };
  return { terms, refused: () => refused };
}
