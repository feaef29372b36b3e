import type { Command } from 'commander';
import { csvRecord } from '../../model/escape/csv.ts';
import { stringifyJson } from '../../model/escape/json.ts';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import { InputError } from '../../model/fault.ts';
import type { CliContext } from '../command.ts';
import { printAll } from '../output.ts';
import { cell, cutTo, oneLine, type Screen, screenOf, widest } from '../terminal/screen.ts';

/** Values of the flags that choose how rows are printed; a table without one. */
export type RowsFlags = { json?: boolean; jsonl?: boolean; csv?: boolean; limit?: number };

/** A column: its heading, its value for programs, and whether the table for people shows it. */
export type Column<Row> = { name: string; value: (row: Row) => string | number | boolean; inTable?: boolean };

/** Rows of a table when no `--limit` is given. */
const TABLE_ROWS = 100;

/** Adds the flags of `RowsFlags` but `--limit`. */
export function addRowsFlags(command: Command): Command {
  return command
    .option('--json', 'print one JSON document')
    .option('--jsonl', 'print JSON Lines, a row a line')
    .option('--csv', 'print CSV');
}

/** The limit of a query: the operator's, or for a table one row more than it shows. */
export function limitOf({ json, jsonl, csv, limit }: RowsFlags): { limit?: number } {
  if (limit !== undefined) return { limit };
  return json || jsonl || csv ? {} : { limit: TABLE_ROWS + 1 };
}

/** Prints rows as the flags say; texts of strangers are escaped for each kind. */
export async function printRows<Row extends object>(
  rows: AsyncIterable<Row>,
  columns: readonly Column<Row>[],
  flags: RowsFlags,
  { environment }: CliContext,
): Promise<void> {
  if ([flags.json, flags.jsonl, flags.csv].filter(Boolean).length > 1)
    throw new InputError('give one of --json, --jsonl and --csv');
  if (flags.json) return printAll(asJson(rows));
  if (flags.jsonl) return printAll(asJsonLines(rows));
  if (flags.csv) return printAll(asCsv(rows, columns));
  return printAll(asTable(rows, columns, flags, screenOf(process.stdout, environment)));
}

async function* asJson(rows: AsyncIterable<object>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield before + stringifyJson(row);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* asJsonLines(rows: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const row of rows) yield `${stringifyJson(row)}\n`;
}

async function* asCsv<Row>(rows: AsyncIterable<Row>, columns: readonly Column<Row>[]): AsyncGenerator<string> {
  yield csvRecord(columns.map(({ name }) => name));
  for await (const row of rows) {
    const cells = columns.map(({ value }) => value(row));
    yield csvRecord(cells.map((each) => (typeof each === 'string' ? escapeTerminal(each) : String(each))));
  }
}

async function* asTable<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly Column<Row>[],
  { limit = TABLE_ROWS }: RowsFlags,
  screen: Screen,
): AsyncGenerator<string> {
  const shown = columns.filter(({ inTable }) => inTable !== false);
  const lines: string[][] = [];
  let hasMore = false;
  for await (const row of rows) {
    hasMore = lines.length >= limit;
    if (hasMore) break;
    lines.push(shown.map(({ value }) => oneLine(String(value(row)))));
  }
  if (lines.length === 0) yield 'nothing found\n';
  else yield* tableLines(shown, lines, screen);
  if (hasMore) yield screen.paint.soft(`and more: --limit shows them, --jsonl all\n`);
}

function* tableLines<Row>(
  columns: readonly Column<Row>[],
  lines: readonly string[][],
  { paint, width }: Screen,
): Iterable<string> {
  const widths = columns.map(({ name }, index) =>
    widest([name, ...lines.map((line) => line[index] ?? '')], 1, Math.max(12, Math.round(width / 3))),
  );
  const print = (cells: readonly string[]) =>
    `${cutTo(cells.map((text, index) => cell(text, widths[index] ?? 1)).join('  '), width).trimEnd()}\n`;
  yield paint.bold(print(columns.map(({ name }) => name)));
  for (const line of lines) yield print(line);
}
