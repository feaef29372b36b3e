import { csvRecord } from '../../model/escape/csv.ts';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { ServerResult } from '../../model/run.ts';
import { parametersOf } from '../parameters.ts';
import type { ReportFormat, ReportInput } from '../report-input.ts';

/** One row a tool, and one for each server that could not be listed; for spreadsheets. */
export const csv: ReportFormat = { id: 'csv', title: 'CSV', fileName: 'report.csv', render };

type Cell = string | number | boolean;

/** Longest cell that common spreadsheets take is 32,767 characters. */
const MAX_CELL = 32_000;

const COLUMNS = [
  'server',
  'version',
  'status',
  'tool',
  'category',
  'severity',
  'confidence',
  'needs_review',
  'review_reasons',
  'effects',
  'rationale',
  'evidence',
  'annotation_mismatch',
  'parameters',
  'required_parameters',
  'decided_by',
  'change',
  'failure_code',
  'failure_message',
  'next_step',
  'definition_hash',
] as const;

async function* render(input: ReportInput): AsyncIterable<string> {
  yield csvRecord(COLUMNS);
  for await (const { result } of input.servers())
    for (const row of rowsOf(result)) yield csvRecord(COLUMNS.map((column) => cell(row[column] ?? '')));
}

type Row = Partial<Record<(typeof COLUMNS)[number], Cell>>;

function* rowsOf(result: ServerResult): Iterable<Row> {
  const server = { server: result.entry.id, version: result.entry.version ?? '', status: result.status };
  if (result.status === 'failed') {
    const { code, message, nextStep } = result.failure;
    yield { ...server, failure_code: code, failure_message: message, next_step: nextStep };
    return;
  }
  for (const [index, verdict] of result.classifications.entries()) {
    const tool = result.snapshot.tools[index];
    if (tool === undefined) continue;
    const parameters = parametersOf(tool.inputSchema);
    yield {
      ...server,
      change: result.change,
      tool: tool.name,
      category: verdict.category,
      severity: verdict.severity,
      confidence: verdict.confidence,
      needs_review: verdict.needsReview,
      review_reasons: verdict.reviewReasons.join(' '),
      effects: verdict.effects.join(' '),
      rationale: verdict.rationale,
      evidence: verdict.evidence.map(({ pointer, quote }) => `${pointer}: ${quote}`).join(' | '),
      annotation_mismatch: (verdict.annotationMismatch ?? [])
        .map(({ hint, claimed, because }) => `${hint}=${claimed}: ${because}`)
        .join(' | '),
      parameters: parameters.length,
      required_parameters: parameters.filter(({ isRequired }) => isRequired).length,
      decided_by: verdict.decidedBy,
      definition_hash: verdict.definitionHash,
    };
  }
}

function cell(value: Cell): string | number | boolean {
  return typeof value === 'string' ? escapeTerminal(value.slice(0, MAX_CELL)) : String(value);
}
