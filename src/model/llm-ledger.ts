/** What asking a model took, for the summary of a run. */
export type LlmLedger = {
  model: string;
  /** Attempts that reached the wire; a retried request counts each time. */
  requests: number;
  /** Answers that held JSON. */
  answered: number;
  tokens: {
    input: number;
    cachedInput: number;
    output: number /** Whether some counts are estimates of ours. */;
    estimated: boolean;
  };
  /** Dollars; null when the model's price is not known. */
  cost: number | null;
  /** Day of the prices; null when the price is not known. */
  pricesAsOf: string | null;
  /** Questions about one thing that the cache answered. */
  cacheHits: number;
  /** Milliseconds that requests were in flight, added up. */
  requestMs: number;
  /** Requests that brought no answer, and oddities of those that did, by code. */
  failures: Record<string, number>;
  /** Answers that had to be saved from a fence, from prose or from being cut, by how. */
  salvaged: { fenced: number; embedded: number; cut: number };
  /** What else was odd about answers, by the asker's own codes. */
  oddities: Record<string, number>;
};
