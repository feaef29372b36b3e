import type { LedgerBook } from './ledger.ts';

/** A store of answers by key, e.g. in the catalogue. */
export type AnswerCache = {
  /** The value under a key; undefined when there is none. */
  get: (key: string) => Promise<string | undefined>;
  put: (key: string, value: string) => Promise<void>;
};

/** Looks answers up. A value that is no JSON counts as absent. */
export async function recallAnswers(
  cache: AnswerCache | undefined,
  keys: readonly string[],
  ledger: LedgerBook,
): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  if (cache === undefined) return found;
  for (const key of keys) {
    const value = await cache.get(key);
    if (value === undefined) continue;
    try {
      found.set(key, JSON.parse(value));
    } catch {}
  }
  ledger.addCacheHits(found.size);
  return found;
}
