import { escapeTerminal } from '../model/escape/terminal.ts';
import type { LlmLedger } from '../model/llm-ledger.ts';

/** One line for people: what asking a language model took. */
export function ledgerLine(ledger: LlmLedger): string {
  const { input, cachedInput, output, estimated } = ledger.tokens;
  const cost = ledger.cost === null ? 'cost unknown' : `$${ledger.cost.toFixed(4)} at prices of ${ledger.pricesAsOf}`;
  const parts = [
    count(ledger.requests, 'request'),
    `${estimated ? 'about ' : ''}${input} tokens in (${cachedInput} cached), ${output} out`,
    cost,
    `${ledger.cacheHits} from our cache`,
    ...Object.entries({ ...ledger.failures, ...ledger.oddities }).map(([code, times]) => `${times} ${code}`),
  ];
  return `language model ${escapeTerminal(ledger.model)}: ${parts.join('; ')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
