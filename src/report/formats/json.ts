import type { ClassificationLine } from '../../model/classification.ts';
import { stringifyJson } from '../../model/escape/json.ts';
import type { ServerResult } from '../../model/run.ts';
import type { ReportFormat, ReportInput } from '../report-input.ts';

/** The machine-readable document, the same as `scan --json` prints: servers one by one, then the summary. */
export const json: ReportFormat = { id: 'json', title: 'JSON', fileName: 'report.json', render };

async function* render(input: ReportInput): AsyncIterable<string> {
  yield '{"servers":[';
  let separator = '\n';
  for await (const { result } of input.servers()) {
    yield separator + stringifyJson(serverRecord(result));
    separator = ',\n';
  }
  const { id, startedAt, finishedAt, versions } = input.run;
  yield `\n],\n"summary":${stringifyJson({ run: { id, startedAt, finishedAt, versions }, ...input.summary }, 2)}}\n`;
}

/** One item of `servers`, with its tools as `classify` writes them. */
export function serverRecord(result: ServerResult): { tools: ClassificationLine[] } & Record<string, unknown> {
  const head = { server: result.entry.id, target: result.target, status: result.status };
  if (result.status === 'failed') {
    const { code, message, stage, nextStep, stderrTail, at } = result.failure;
    return { ...head, failure: { code, message, stage, nextStep, stderrTail, at }, tools: [] };
  }
  const { snapshot, classifications, change } = result;
  return {
    ...head,
    change,
    serverInfo: snapshot.serverInfo,
    protocolVersion: snapshot.protocolVersion,
    provenance: snapshot.provenance,
    toolSetHash: snapshot.toolSetHash,
    malformed: snapshot.malformed,
    tools: classifications.map((verdict, index) => ({
      server: result.entry.id,
      tool: snapshot.tools[index]?.name ?? '',
      ...verdict,
    })),
  };
}
