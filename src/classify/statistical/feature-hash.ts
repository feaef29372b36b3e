/** FNV-1a over the UTF-16 code units of a feature, 32 bits (Fowler, Noll, Vo): with 100,000 features about one pair collides. */
export function hashFeature(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at += 1) hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
