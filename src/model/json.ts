/** A JSON value as `JSON.parse` returns it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. Keys come from strangers: never index a plain object by one, use `byName()`. */
export type JsonObject = { [key: string]: Json };

/** Says whether a value is a JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object without a prototype, safe to index by foreign names such as `__proto__`. */
export function byName<T>(entries: Iterable<readonly [string, T]> = []): Record<string, T> {
  const record: Record<string, T> = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
}

/**
 * What is too large about a JSON value, or undefined: its depth (levels of nesting) or a number. Looks no deeper than
 * `maxDepth`, which must be far from what the stack holds.
 */
export function findExcess(value: unknown, maxDepth: number): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'a number is outside the range of JSON';
  return typeof value === 'object' && value !== null ? findExcessWithin(value, maxDepth, maxDepth) : undefined;
}

function findExcessWithin(value: object, levelsLeft: number, maxDepth: number): string | undefined {
  if (levelsLeft === 0) return `nested deeper than ${maxDepth} levels`;
  const children: unknown[] = Object.values(value);
  for (const child of children) {
    if (typeof child === 'number' && !Number.isFinite(child)) return 'a number is outside the range of JSON';
    if (typeof child !== 'object' || child === null) continue;
    const excess = findExcessWithin(child, levelsLeft - 1, maxDepth);
    if (excess !== undefined) return excess;
  }
  return undefined;
}

/** A record with a value for each of a closed list of keys. */
export function recordOf<K extends string, V>(keys: readonly K[], valueFor: (key: K) => V): Record<K, V> {
  const record: Partial<Record<K, V>> = {};
  for (const key of keys) record[key] = valueFor(key);
  if (!isComplete(record, keys)) throw new TypeError('a key was lost');
  return record;
}

function isComplete<K extends string, V>(record: Partial<Record<K, V>>, keys: readonly K[]): record is Record<K, V> {
  return keys.every((key) => Object.hasOwn(record, key));
}
