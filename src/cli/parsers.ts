import { InvalidArgumentError } from 'commander';

const MS_PER: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const BYTES_PER: Record<string, number> = {
  '': 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** Longest time that a timer can hold: a larger one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Milliseconds of a duration such as `500ms`, `8s`, `2m` or `1.5h`. */
export function parseDuration(word: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(word.trim());
  const ms = Math.round(Number(match?.[1]) * (MS_PER[match?.[2] ?? ''] ?? Number.NaN));
  if (!Number.isFinite(ms))
    throw new InvalidArgumentError('Write a number with ms, s, m or h, such as 500ms, 8s or 2m.');
  if (ms < 1 || ms > MAX_TIMER_MS) throw new InvalidArgumentError('It must be between 1ms and 24 days.');
  return ms;
}

/** Bytes of a size such as `500MB`, `10GB` or `2GiB`. */
export function parseSize(word: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]i?b)?$/i.exec(word.trim());
  const bytes = Math.round(Number(match?.[1]) * (BYTES_PER[(match?.[2] ?? '').toLowerCase()] ?? Number.NaN));
  if (!Number.isSafeInteger(bytes))
    throw new InvalidArgumentError('Write a number with kB, MB or GB, such as 500MB or 10GB.');
  return bytes;
}

/** A whole number of at least `least`. */
export function parseCount(least: number): (word: string) => number {
  return (word) => {
    if (!/^\d{1,9}$/.test(word.trim()) || Number(word) < least)
      throw new InvalidArgumentError(`Write a whole number of at least ${least}.`);
    return Number(word);
  };
}

/** Gathers the values of an option that may be given several times. */
export function collect(word: string, before: string[] | undefined): string[] {
  return [...(before ?? []), word];
}
