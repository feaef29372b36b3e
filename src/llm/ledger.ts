import type { LlmFailureCode, Usage } from './request.ts';

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
  failures: Partial<Record<LlmFailureCode, number>>;
  /** Answers that had to be saved from a fence, from prose or from being cut, by how. */
  salvaged: { fenced: number; embedded: number; cut: number };
  /** What else was odd about answers, by the asker's own codes. */
  oddities: Record<string, number>;
};

/** Writes a ledger. */
export class LedgerBook {
  readonly #ledger: LlmLedger;

  constructor(model: string, pricesAsOf: string | null) {
    this.#ledger = {
      model,
      requests: 0,
      answered: 0,
      tokens: { input: 0, cachedInput: 0, output: 0, estimated: false },
      cost: pricesAsOf === null ? null : 0,
      pricesAsOf,
      cacheHits: 0,
      requestMs: 0,
      failures: {},
      salvaged: { fenced: 0, embedded: 0, cut: 0 },
      oddities: {},
    };
  }

  /** Notes one attempt on the wire: its tokens, its dollars (undefined where the price is not known) and its time. */
  addAttempt(usage: Usage | undefined, dollars: number | undefined, milliseconds: number): void {
    const ledger = this.#ledger;
    ledger.requests += 1;
    ledger.requestMs += Math.round(milliseconds);
    if (usage !== undefined) {
      ledger.tokens.input += usage.input;
      ledger.tokens.cachedInput += usage.cachedInput;
      ledger.tokens.output += usage.output;
      ledger.tokens.estimated ||= usage.estimated;
    }
    if (ledger.cost !== null) ledger.cost += dollars ?? 0;
  }

  /** Notes an answer and the form its JSON had. */
  addAnswer(form: 'plain' | 'fenced' | 'embedded' | 'cut'): void {
    this.#ledger.answered += 1;
    if (form !== 'plain') this.#ledger.salvaged[form] += 1;
  }

  /** Notes a request that brought no answer. */
  addFailure(code: LlmFailureCode): void {
    this.#ledger.failures[code] = (this.#ledger.failures[code] ?? 0) + 1;
  }

  /** Notes what else was odd about an answer. */
  addOddities(oddities: Readonly<Record<string, number>>): void {
    const { oddities: known } = this.#ledger;
    for (const [code, times] of Object.entries(oddities)) known[code] = (known[code] ?? 0) + times;
  }

  /** Notes answers found in the cache. */
  addCacheHits(hits: number): void {
    this.#ledger.cacheHits += hits;
  }

  /** The ledger so far. */
  read(): LlmLedger {
    return structuredClone(this.#ledger);
  }
}
