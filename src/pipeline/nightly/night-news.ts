import { join, resolve } from 'node:path';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Account } from '../../model/account.ts';
import { safeFileName } from '../../model/escape/file-name.ts';
import type { Run, ServerResult } from '../../model/run.ts';
import { policylayer } from '../../policy/exporters/policylayer.ts';
import { writePolicy } from '../../policy/write-policy.ts';
import { ACCOUNT_FORMATS } from '../../report/account/index.ts';
import { FORMATS } from '../../report/formats/index.ts';
import { type Summary, Tally } from '../../report/summary.ts';
import { type PolicyTerms, policyOf } from '../derive-policies.ts';
import { openRunFolder } from '../run-folder.ts';
import { withPolicies } from '../write-outputs.ts';
import type { NightOptions, NightTools } from './night-options.ts';

/** What a night leaves beside the catalogue: its run folder, which holds what is new, and the counts that gates read. */
export type NightNews = {
  /** Takes one server that brought news. */
  add: (result: ServerResult) => Promise<void>;
  /** Counts over all of them. */
  summary: () => Summary;
  /** Writes the reports that were wanted, where they are not too long to be opened. Gives what was written. */
  report: (run: Run, results: () => AsyncIterable<ServerResult>) => Promise<string[]>;
  /** Writes the account in every form, and the run. Gives the folder. */
  finish: (run: Run, account: Account) => Promise<string[]>;
};

/** Opens the news of a run; those of a run that is taken up again come from the catalogue, where somebody reads them. */
export async function openNews(
  run: Run,
  { config, folder, overrides }: Pick<NightOptions, 'config' | 'folder' | 'overrides'>,
  earlier: ReturnType<Catalog['resultsOf']> | undefined,
  { onEvent }: Pick<NightTools, 'onEvent'>,
): Promise<NightNews> {
  const { out, preset, failOn } = config;
  const tally = new Tally();
  const quiet: PolicyTerms = { preset, ...(overrides === undefined ? {} : { overrides }) };
  const terms: PolicyTerms = { ...quiet, onProblem: (message) => onEvent({ type: 'note', message }) };
  const files = await openRunFolder(out === undefined ? undefined : join(resolve(folder, out.folder), run.id));
  await files.startRun(run);
  const add = async (result: ServerResult): Promise<void> => {
    tally.add(result);
    await files.append(result);
    if (out?.policies !== true || result.status === 'failed') return;
    const text = writePolicy(policylayer, policyOf(result, run, terms));
    await files.write(join('policies', `${safeFileName(result.entry.id)}.json`), [text]);
  };
  const isRead = out !== undefined || failOn !== undefined;
  if (earlier !== undefined && isRead) for await (const result of earlier) await add(result);
  return {
    add,
    summary: () => tally.summary(),
    async report(finished, results) {
      const summary = tally.summary();
      if (out === undefined || summary.servers > out.reportedServers) return [];
      const written: string[] = [];
      const servers = () => withPolicies({ run: finished, results }, quiet);
      for (const format of FORMATS.filter(({ id }) => out.reports.includes(id)))
        written.push(await files.write(format.fileName, format.render({ run: finished, summary, servers })));
      return written;
    },
    async finish(finished, account) {
      for (const { fileName, render } of ACCOUNT_FORMATS) await files.write(fileName, [render(account)]);
      await files.startRun(finished);
      return files.path === undefined ? [] : [files.path];
    },
  };
}
