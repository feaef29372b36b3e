import { createReadStream } from 'node:fs';

/** A line by its number, from 1; `text` is missing where it is longer than allowed. */
export type Line = { number: number; text?: string };

/** Longest line that is read: entries of registries stay below 64 KB. */
const MAX_LINE = 2 ** 20;

/** The lines of a text file, holding one chunk and one line at most. Line ends are LF or CRLF; a byte order mark is left out. */
export async function* readLines(file: string, signal?: AbortSignal): AsyncGenerator<Line, void, void> {
  let number = 0;
  let partial = '';
  let isOverlong = false;
  const finish = (rest: string): Line => {
    number += 1;
    const line = (partial + rest).replace(number === 1 ? /^\uFEFF/ : /(?!)/, '').replace(/\r$/, '');
    const isTooLong = isOverlong || line.length > MAX_LINE;
    partial = '';
    isOverlong = false;
    return isTooLong ? { number } : { number, text: line };
  };
  const chunks = createReadStream(file, { encoding: 'utf8', ...(signal === undefined ? {} : { signal }) });
  for await (const chunk of chunks) {
    const parts = String(chunk).split('\n');
    const rest = parts.pop() ?? '';
    yield* parts.map(finish);
    isOverlong ||= partial.length + rest.length > MAX_LINE;
    partial = isOverlong ? '' : partial + rest;
  }
  if (partial !== '' || isOverlong) yield finish('');
}
