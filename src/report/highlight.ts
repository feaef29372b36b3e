import type { Evidence } from '../model/classification.ts';

/** A stretch of a text; the marked ones are quoted as evidence. */
export type Stretch = { text: string; isMarked: boolean };

/** Cuts a text at the quotes that stand in it: the first place of each, overlapping ones joined. */
export function markQuotes(text: string, quotes: readonly string[]): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  for (const [from, to] of placesOf(text, quotes)) {
    if (from > at) stretches.push({ text: text.slice(at, from), isMarked: false });
    stretches.push({ text: text.slice(from, to), isMarked: true });
    at = to;
  }
  if (at < text.length) stretches.push({ text: text.slice(at), isMarked: false });
  return stretches;
}

/** The quotes of the evidence at one pointer. */
export function quotesAt(evidence: readonly Evidence[], pointer: string): string[] {
  return evidence.filter((each) => each.pointer === pointer).map(({ quote }) => quote);
}

/** Ranges of the quotes, in order, none touching another. */
function placesOf(text: string, quotes: readonly string[]): [from: number, to: number][] {
  const places = quotes
    .filter((quote) => quote !== '' && text.includes(quote))
    .map((quote): [number, number] => [text.indexOf(quote), text.indexOf(quote) + quote.length])
    .sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of places) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
