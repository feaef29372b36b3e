import { type Options, stringify } from 'csv-stringify/sync';

/** Options for csv-stringify: RFC 4180, and cells that a spreadsheet would run as a formula are escaped with `'`. */
const CSV_OPTIONS: Options = { escape_formulas: true, record_delimiter: 'windows' };

/** One CSV record of untrusted cells, its line end included. */
export function csvRecord(cells: readonly (string | number | boolean)[]): string {
  return stringify(
    [cells.map((cell) => (typeof cell === 'string' ? cell.replaceAll('\u0000', '') : cell))],
    CSV_OPTIONS,
  );
}
