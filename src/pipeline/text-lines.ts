/** A line of a text file by its number, from 1; `text` is missing where the line is longer than allowed. */
export type NumberedLine = { number: number; text?: string };

/**
 * Splits a stream of text into lines, holding at most one chunk and one line of `maxLength` characters.
 * Lines end with LF or CRLF; a byte order mark at the start is left out.
 */
export async function* textLines(
  chunks: AsyncIterable<string>,
  maxLength: number,
): AsyncGenerator<NumberedLine[], void, void> {
  let number = 0;
  let partial = '';
  let isOverlong = false;
  const finish = (part: string): NumberedLine => {
    number += 1;
    const line = partial + part;
    const isTooLong = isOverlong || line.length > maxLength;
    partial = '';
    isOverlong = false;
    if (isTooLong) return { number };
    const text = number === 1 && line.startsWith('\uFEFF') ? line.slice(1) : line;
    return { number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  };
  for await (const chunk of chunks) {
    const parts = chunk.split('\n');
    const rest = parts.pop() ?? '';
    yield parts.map(finish);
    isOverlong ||= partial.length + rest.length > maxLength;
    partial = isOverlong ? '' : partial + rest;
  }
  if (partial !== '' || isOverlong) yield [finish('')];
}
