import { safeFileName } from '../model/escape/file-name.ts';
import { InputError } from '../model/fault.ts';
import type { Run, ServerResult } from '../model/run.ts';
import { derivePolicy } from '../policy/derive-policy.ts';
import { EXPORTERS } from '../policy/exporters/index.ts';
import type { PolicyExporter } from '../policy/policy-exporter.ts';
import type { Preset } from '../policy/presets.ts';

/** The policy of one server in one format. */
export type ExportedPolicy = { server: string; fileName: string; text: string };

/** The exporter of a format; throws `InputError` when there is none of that name. */
export function exporterFor(format: string): PolicyExporter {
  const exporter = EXPORTERS.find(({ id }) => id === format);
  if (exporter !== undefined) return exporter;
  throw new InputError(`there is no policy format "${format}"; there are ${EXPORTERS.map(({ id }) => id).join(', ')}`);
}

/** The policies of the listed servers, one by one. */
export async function* exportPolicies(
  { run, results }: { run: Run; results: () => AsyncIterable<ServerResult> },
  exporter: PolicyExporter,
  preset: Preset,
): AsyncIterable<ExportedPolicy> {
  for await (const result of results()) {
    if (result.status === 'failed') continue;
    const server = result.entry.id;
    const text = exporter.exportPolicy(derivePolicy(result, run, preset));
    yield { server, fileName: `${safeFileName(server)}.${exporter.extension}`, text };
  }
}
