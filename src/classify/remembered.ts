/** Entries that are remembered before all are forgotten: bounds the memory that a flood of new names can take. */
const MAX_ENTRIES = 2_000;
/** Longest key: a longer name is rare, and is read anew. */
const MAX_KEY_LETTERS = 100;

/** The value for a key, made once. For pure functions only: siblings are read again for every tool of their server. */
export function remembered<V>(known: Map<string, V>, key: string, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined || known.has(key)) return found!;
  const value = make();
  if (key.length > MAX_KEY_LETTERS) return value;
  if (known.size >= MAX_ENTRIES) known.clear();
  known.set(key, value);
  return value;
}
