import { join } from 'node:path';
import { safeFileName } from '../model/escape/file-name.ts';
import type { Run, ServerResult } from '../model/run.ts';
import { derivePolicy } from '../policy/derive-policy.ts';
import { policylayer } from '../policy/exporters/policylayer.ts';
import type { Preset } from '../policy/presets.ts';
import { FORMATS } from '../report/formats/index.ts';
import type { ReportServer } from '../report/report-input.ts';
import type { Summary } from '../report/summary.ts';
import type { RunFolder } from './run-folder.ts';

/** What a finished run has to write about. */
export type Output = { run: Run; summary: Summary; results: () => AsyncIterable<ServerResult>; preset: Preset };

/** Writes policies, reports, account and the finished run. Gives the paths that a person should open, reports first. */
export async function writeOutputs(folder: RunFolder, output: Output): Promise<string[]> {
  if (folder.path === undefined) return [];
  const { run, summary, results, preset } = output;
  for await (const { result, policyText } of withPolicies(results(), run, preset)) {
    if (policyText !== undefined)
      await folder.write(join('policies', `${safeFileName(result.entry.id)}.json`), [policyText]);
  }
  const reports: string[] = [];
  for (const format of FORMATS) {
    const servers = () => withPolicies(results(), run, preset);
    reports.push(await folder.write(format.fileName, format.render({ run, summary, servers })));
  }
  await folder.write('account.json', [`${JSON.stringify({ run: run.id, ...summary }, null, 2)}\n`]);
  await folder.startRun(run);
  return [...reports, join(folder.path, 'policies')];
}

/** Each result with the text of its default policy. */
export async function* withPolicies(
  results: AsyncIterable<ServerResult>,
  run: Run,
  preset: Preset,
): AsyncGenerator<ReportServer> {
  for await (const result of results) {
    if (result.status === 'failed') yield { result };
    else yield { result, policyText: policylayer.exportPolicy(derivePolicy(result, run, preset)) };
  }
}
