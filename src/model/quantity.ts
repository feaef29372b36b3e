const MS_PER: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const BYTES_PER: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['kib', 2 ** 10],
  ['mib', 2 ** 20],
  ['gib', 2 ** 30],
]);

/** Milliseconds of a duration such as `500ms`, `8s`, `2m`, `1.5h` or `7d`; undefined where the text is none. */
export function readDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  const ms = Math.round(Number(match?.[1]) * (MS_PER.get(match?.[2] ?? '') ?? Number.NaN));
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** Bytes of a size such as `500MB`, `10GB` or `2GiB`; undefined where the text is none. */
export function readSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]i?b)?$/i.exec(text.trim());
  const bytes = Math.round(Number(match?.[1]) * (BYTES_PER.get((match?.[2] ?? '').toLowerCase()) ?? Number.NaN));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
