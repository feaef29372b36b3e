/** Rows of a CSV text as RFC 4180 defines them, written apart from the library that made it. Throws where it is broken. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [cell, next] = text[at] === '"' ? quotedCell(text, at + 1) : plainCell(text, at);
    row.push(cell);
    if (text.startsWith('\r\n', next)) {
      rows.push(row);
      row = [];
      at = next + 2;
    } else if (text[next] === ',') at = next + 1;
    else throw new Error(`neither a comma nor a line end at ${next}: ${JSON.stringify(text.slice(next, next + 20))}`);
  }
  if (row.length > 0) throw new Error('the last row has no line end');
  return rows;
}

function plainCell(text: string, from: number): [cell: string, next: number] {
  const end = /[,\r\n"]/g;
  end.lastIndex = from;
  const next = end.exec(text)?.index ?? text.length;
  return [text.slice(from, next), next];
}

function quotedCell(text: string, from: number): [cell: string, next: number] {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return [text.slice(from, at).replaceAll('""', '"'), at + 1];
  throw new Error('a quoted cell has no end');
}
