/** Where a hash starts. */
const EMPTY_HASH = 0x811c9dc5;

/** FNV-1a over the UTF-16 code units of a feature, 32 bits (Fowler, Noll, Vo): with 100,000 features about one pair collides. */
export function hashFeature(feature: string): number {
  return hashOn(EMPTY_HASH, feature) >>> 0;
}

/** Hash of a kind followed by words with a blank between them, without joining them first. */
export function hashParts(kind: string, first: string, second?: string, third?: string): number {
  let hash = hashOn(hashOn(EMPTY_HASH, kind), first);
  if (second !== undefined) hash = hashOn(hashOn(hash, ' '), second);
  if (third !== undefined) hash = hashOn(hashOn(hash, ' '), third);
  return hash >>> 0;
}

/** Hash of a kind followed by a part of a text, without cutting it out first. */
export function hashPart(kind: string, text: string, start: number, end: number): number {
  return hashOn(hashOn(EMPTY_HASH, kind), text, start, end) >>> 0;
}

/** The hash of what was hashed so far and of some more text. */
function hashOn(hash: number, text: string, start = 0, end = text.length): number {
  let on = hash;
  for (let at = start; at < end; at += 1) on = Math.imul(on ^ text.charCodeAt(at), 0x01000193);
  return on;
}
