import { InvalidArgumentError } from 'commander';
import { readDuration, readSize } from '../model/quantity.ts';
import { Secret } from '../model/secret.ts';

/** Longest time that a timer can hold: a larger one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Milliseconds of a duration such as `500ms`, `8s`, `2m` or `1.5h`. */
export function parseDuration(word: string): number {
  const ms = readDuration(word);
  if (ms === undefined) throw new InvalidArgumentError('Write a number with ms, s, m or h, such as 500ms, 8s or 2m.');
  if (ms < 1 || ms > MAX_TIMER_MS) throw new InvalidArgumentError('It must be between 1ms and 24 days.');
  return ms;
}

/** Bytes of a size such as `500MB`, `10GB` or `2GiB`. */
export function parseSize(word: string): number {
  const bytes = readSize(word);
  if (bytes === undefined) throw new InvalidArgumentError('Write a number with kB, MB or GB, such as 500MB or 10GB.');
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

/** An `http:` or `https:` URL, which may hold a token. */
export function parseWebUrl(word: string): Secret {
  if (!/^https?:$/.test(URL.parse(word)?.protocol ?? '')) throw new InvalidArgumentError('Write an http or https URL.');
  return new Secret(word);
}

/** Gathers the values of an option that may be given several times. */
export function collect(word: string, before: string[] | undefined): string[] {
  return [...(before ?? []), word];
}
