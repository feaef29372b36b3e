import { join } from 'node:path';
import { safeFileName } from '../model/escape/file-name.ts';
import { policylayer } from '../policy/exporters/policylayer.ts';
import { writePolicy } from '../policy/write-policy.ts';
import { FORMATS } from '../report/formats/index.ts';
import type { ReportServer } from '../report/report-input.ts';
import type { Summary } from '../report/summary.ts';
import { eachWithPolicy, type FinishedRun, type PolicyTerms } from './derive-policies.ts';
import type { RunFolder } from './run-folder.ts';

/** What a finished run has to write about. */
export type Output = FinishedRun & { summary: Summary; terms: PolicyTerms };

/** Writes policies, reports, account and the finished run. Gives the paths that a person should open, reports first. */
export async function writeOutputs(folder: RunFolder, output: Output): Promise<string[]> {
  if (folder.path === undefined) return [];
  const { run, summary, results, terms } = output;
  for await (const { result, policyText } of withPolicies(output, terms)) {
    if (policyText !== undefined)
      await folder.write(join('policies', `${safeFileName(result.entry.id)}.json`), [policyText]);
  }
  const reports: string[] = [];
  const { onProblem: _told, ...quiet } = terms;
  for (const format of FORMATS) {
    const servers = () => withPolicies({ run, results }, quiet);
    reports.push(await folder.write(format.fileName, format.render({ run, summary, servers })));
  }
  await folder.write('account.json', [`${JSON.stringify({ run: run.id, ...summary }, null, 2)}\n`]);
  await folder.startRun(run);
  return [...reports, join(folder.path, 'policies')];
}

/** Each result with the text of its policy. */
export async function* withPolicies(done: FinishedRun, terms: PolicyTerms): AsyncGenerator<ReportServer> {
  for await (const { result, policy } of eachWithPolicy(done, terms))
    yield { result, ...(policy === undefined ? {} : { policyText: writePolicy(policylayer, policy) }) };
}
