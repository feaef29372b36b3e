import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { Environment } from '../environment.ts';
import { createPaint, type Paint } from './paint.ts';

/** Where text for people goes: how wide it is and how it shows colour. */
export type Screen = {
  paint: Paint;
  /** Columns; Infinity behind a pipe, where nothing may be lost. */
  width: number;
};

/** Widest line of prose that is still pleasant to read. */
const PROSE_WIDTH = 100;

/** The screen behind stdout. */
export function screenOf(
  stream: { isTTY?: boolean; columns?: number },
  environment: Pick<Environment, 'noColor' | 'forceColor' | 'columns'>,
): Screen {
  const isTerminal = stream.isTTY === true;
  const hasColor = !environment.noColor && (environment.forceColor || isTerminal);
  const width = environment.columns ?? (isTerminal ? stream.columns : undefined) ?? Number.POSITIVE_INFINITY;
  return { paint: createPaint(hasColor), width: Math.max(width, 40) };
}

/** Untrusted text on one line: control and disguising characters visible, runs of white space one blank. */
export function oneLine(untrusted: string): string {
  return escapeTerminal(untrusted.replaceAll(/\s+/g, ' ').trim());
}

/** Cuts a line to columns, an ellipsis where it was cut; wide characters count double. */
export function cutTo(line: string, columns: number, cutAt: 'start' | 'end' = 'end'): string {
  return Number.isFinite(columns) ? cliTruncate(line, Math.max(columns, 1), { position: cutAt }) : line;
}

/** Cuts a text to columns and fills it up with blanks; what does not fit behind a pipe stays whole. */
export function cell(text: string, columns: number, cutAt: 'start' | 'end' = 'end'): string {
  const fitted = cutTo(text, columns, cutAt);
  return fitted + ' '.repeat(Math.max(0, columns - stringWidth(fitted)));
}

/** Columns that the widest of the texts takes, between two bounds. */
export function widest(texts: Iterable<string>, least: number, most: number): number {
  let columns = least;
  for (const text of texts) columns = Math.max(columns, stringWidth(text));
  return Math.min(columns, most);
}

/** Wraps prose to the screen, every line indented. Line breaks in it stay. */
export function paragraph(text: string, screen: Screen, indent = '  '): string {
  const columns = Math.min(screen.width, PROSE_WIDTH) - indent.length;
  return wrapAnsi(text, columns, { hard: true })
    .split('\n')
    .map((line) => `${indent}${line}\n`)
    .join('');
}
