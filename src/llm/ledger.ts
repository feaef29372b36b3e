import type { LlmLedger } from '../model/llm-ledger.ts';
import type { LlmFailureCode, Usage } from './request.ts';

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
