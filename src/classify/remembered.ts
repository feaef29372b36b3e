/** Entries after which the older half is forgotten: bounds the memory that a flood of new names can take. */
const MAX_ENTRIES = 20_000;
/** Longest key: a longer name is rare, and is read anew. */
const MAX_KEY_LETTERS = 100;

/** What was made for keys: those asked for lately, and those that were before; only these are forgotten. */
type Memory<V> = { recent: Map<string, V>; older: Map<string, V>; maxEntries: number };

/** A function that makes the value for a key once. For pure functions only: siblings are read again for every tool of their server. */
export function remember<V extends object>(make: (key: string) => V, maxEntries = MAX_ENTRIES): (key: string) => V {
  const memory = emptyMemory<V>(maxEntries);
  return (key) => memory.recent.get(key) ?? recall(memory, key) ?? keep(memory, key, make(key));
}

/** The same for what hangs on one more object, such as a lexicon: what was made with another one is kept apart. */
export function rememberBy<By extends object, V extends object>(
  make: (key: string, by: By) => V,
): (key: string, by: By) => V {
  const memories = new WeakMap<By, Memory<V>>();
  // Nearly every call is with the object of the call before.
  let last: { by: By; memory: Memory<V> } | undefined;
  return (key, by) => {
    if (last?.by !== by) {
      last = { by, memory: memories.get(by) ?? emptyMemory() };
      memories.set(by, last.memory);
    }
    const { memory } = last;
    return memory.recent.get(key) ?? recall(memory, key) ?? keep(memory, key, make(key, by));
  };
}

function emptyMemory<V>(maxEntries = MAX_ENTRIES): Memory<V> {
  return { recent: new Map(), older: new Map(), maxEntries };
}

function recall<V extends object>(memory: Memory<V>, key: string): V | undefined {
  const found = memory.older.get(key);
  return found === undefined ? undefined : keep(memory, key, found);
}

function keep<V>(memory: Memory<V>, key: string, value: V): V {
  if (key.length > MAX_KEY_LETTERS) return value;
  if (memory.recent.size >= memory.maxEntries / 2) {
    memory.older = memory.recent;
    memory.recent = new Map();
  }
  memory.recent.set(key, value);
  return value;
}
