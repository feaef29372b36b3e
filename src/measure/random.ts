/** Gives numbers of [0, 1), the same ones for the same seed (mulberry32, a public-domain generator by T. Ettinger). */
export type Random = () => number;

/** A generator of pseudo-random numbers. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number of about a normal distribution: the sum of twelve uniform ones. */
export function normal(random: Random): number {
  let sum = -6;
  for (let count = 0; count < 12; count += 1) sum += random();
  return sum;
}

/** Shuffles in place (Fisher and Yates). */
export function shuffle(items: Int32Array, random: Random): void {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const item = items[at]!;
    items[at] = items[other]!;
    items[other] = item;
  }
}
