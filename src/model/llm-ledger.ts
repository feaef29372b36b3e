import { z } from 'zod';

const count = z.number().nonnegative();

/** Shape of what asking a model took, for the summary of a run. */
export const LlmLedger = z.object({
  model: z.string(),
  /** Attempts that reached the wire; a retried request counts each time. */
  requests: count,
  /** Answers that held JSON. */
  answered: count,
  tokens: z.object({
    input: count,
    cachedInput: count,
    output: count,
    /** Whether some counts are estimates of ours. */
    estimated: z.boolean(),
  }),
  /** Dollars; null when the model's price is not known. */
  cost: count.nullable(),
  /** Day of the prices; null when the price is not known. */
  pricesAsOf: z.string().nullable(),
  /** Questions about one thing that the cache answered. */
  cacheHits: count,
  /** Milliseconds that requests were in flight, added up. */
  requestMs: count,
  /** Requests that brought no answer, and oddities of those that did, by code. */
  failures: z.record(z.string(), count),
  /** Answers that had to be saved from a fence, from prose or from being cut, by how. */
  salvaged: z.object({ fenced: count, embedded: count, cut: count }),
  /** What else was odd about answers, by the asker's own codes. */
  oddities: z.record(z.string(), count),
});
/** What asking a model took. */
export type LlmLedger = z.infer<typeof LlmLedger>;
