import { safeFileName } from '../model/escape/file-name.ts';
import { InputError } from '../model/fault.ts';
import { EXPORTERS } from '../policy/exporters/index.ts';
import type { PolicyExporter } from '../policy/policy-exporter.ts';
import { writePolicies, writePolicy } from '../policy/write-policy.ts';
import { deriveConfigPolicies, derivePolicies, type FinishedRun, type PolicyTerms } from './derive-policies.ts';

/** The policy of one server, or of all servers of a client configuration, in one format. */
export type ExportedPolicy = { fileName: string; text: string };

/** The exporter of a format; throws `InputError` when there is none of that name. */
export function exporterFor(format: string): PolicyExporter {
  const exporter = EXPORTERS.find(({ id }) => id === format);
  if (exporter !== undefined) return exporter;
  throw new InputError(`there is no policy format "${format}"; there are ${EXPORTERS.map(({ id }) => id).join(', ')}`);
}

/**
 * The policies of a run: one text for a whole client configuration where the format's file speaks of several servers,
 * else one for each listed server, one by one.
 */
export async function* exportPolicies(
  done: FinishedRun,
  exporter: PolicyExporter,
  terms: PolicyTerms,
): AsyncIterable<ExportedPolicy> {
  const ofConfig = exporter.exportPolicies === undefined ? undefined : await deriveConfigPolicies(done, terms);
  const text = ofConfig === undefined ? undefined : writePolicies(exporter, ofConfig);
  if (text !== undefined) {
    for (const { configKey = '', deniedBecause } of ofConfig ?? [])
      if (deniedBecause !== undefined)
        terms.onProblem?.(`every tool of "${configKey}" is denied because ${deniedBecause}`, false);
    yield { fileName: `${exporter.id}.${exporter.extension}`, text };
    return;
  }
  for await (const policy of derivePolicies(done, terms))
    yield { fileName: `${safeFileName(policy.server)}.${exporter.extension}`, text: writePolicy(exporter, policy) };
}
