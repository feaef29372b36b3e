import { CsvError, parse } from 'csv-parse/sync';
import { csvRecord } from '../model/escape/csv.ts';
import { byName, type Json } from '../model/json.ts';
import type { ReviewEvent } from '../model/review-event.ts';

/** The columns of the journal as CSV. */
const COLUMNS = [
  'action',
  'server',
  'tool',
  'category',
  'effects',
  'reason',
  'by',
  'at',
  'definitionHash',
  'toolSetHash',
  'machineCategory',
  'machineConfidence',
  'undoes',
  'id',
] as const;
const KNOWN: ReadonlySet<string> = new Set(COLUMNS);

/** What the column of effects holds where a person said that there are none; empty means that nothing was said. */
const NO_EFFECTS = 'none';
/** A cell that a spreadsheet would run, behind any number of the apostrophes that keep it from that. */
const ESCAPED_FORMULA = /^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** One row of a file: the line it begins on, from 1, and its fields, or why it has none. */
export type FileRow = { line: number; fields: Json } | { line: number; problem: string };

/** The first record. */
export function csvHeader(): string {
  return csvRecord(COLUMNS);
}

/** An event as a CSV record. What `parseCsv` reads of it is the same event. */
export function csvOfEvent(event: ReviewEvent): string {
  const fields = new Map<string, string | number | string[] | undefined>(Object.entries(event));
  const cells = COLUMNS.map((column) => {
    const value = fields.get(column);
    if (Array.isArray(value)) return value.length === 0 ? NO_EFFECTS : value.join(' ');
    const text = value === undefined ? '' : String(value);
    return ESCAPED_FORMULA.test(text) ? `'${text}` : text;
  });
  return csvRecord(cells);
}

/** Reads CSV with a header. What breaks the format ends it with a problem; rows before that are kept. */
export function parseCsv(text: string): FileRow[] {
  const rows: FileRow[] = [];
  let header: string[] | undefined;
  let line = 1;
  const read = (record: string[], end: number): void => {
    const start = line;
    line = end + 1;
    if (record.every((cell) => cell.trim() === '')) return;
    if (header !== undefined) {
      rows.push(rowOf(record, header, start));
      return;
    }
    header = record.map((cell) => cell.trim());
    const problem = problemOfHeader(header);
    if (problem !== undefined) rows.push({ line: start, problem });
  };
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      on_record: (record, { lines }) => {
        read(record, lines);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    rows.push({ line, problem: `is no CSV: ${error.message}` });
  }
  return rows;
}

function problemOfHeader(header: readonly string[]): string | undefined {
  const unknown = header.filter((name) => !KNOWN.has(name));
  if (unknown.length > 0)
    return `there are no columns ${unknown.map((name) => `"${name}"`).join(', ')}; there are ${COLUMNS.join(', ')}`;
  return new Set(header).size < header.length ? 'a column stands twice' : undefined;
}

function rowOf(record: readonly string[], header: readonly string[], line: number): FileRow {
  if (record.length > header.length)
    return { line, problem: `has ${record.length} cells, and the header ${header.length}` };
  const fields = record.flatMap((cell, at): [string, Json][] => {
    const column = header[at] ?? '';
    return cell === '' ? [] : [[column, cellValue(column, ESCAPED_FORMULA.test(cell) ? cell.slice(1) : cell)]];
  });
  return { line, fields: { ...byName(fields) } };
}

function cellValue(column: string, text: string): Json {
  if (column === 'effects')
    return text.trim() === NO_EFFECTS ? [] : text.split(/[\s,;]+/).filter((effect) => effect !== '');
  if (column === 'machineConfidence') return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  // A spreadsheet may have saved line breaks its own way.
  return text.replaceAll('\r\n', '\n');
}
