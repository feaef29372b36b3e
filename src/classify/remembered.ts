/** Entries that are remembered before all are forgotten: bounds the memory that a flood of new names can take. */
const MAX_ENTRIES = 10_000;
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

/** The same for what hangs on one more object, such as a lexicon: what was made with another one is kept apart. */
export function rememberBy<By extends object, V>(make: (key: string, by: By) => V): (key: string, by: By) => V {
  const knownBy = new WeakMap<By, Map<string, V>>();
  return (key, by) => {
    const known = knownBy.get(by) ?? new Map<string, V>();
    if (known.size === 0) knownBy.set(by, known);
    return remembered(known, key, () => make(key, by));
  };
}
