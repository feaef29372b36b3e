import { type Account, NIGHT_STAGES } from '../../model/account.ts';
import type { LlmLedger } from '../../model/llm-ledger.ts';
import type { LlmOptions } from '../llm-options.ts';
import { addLedger } from '../nightly/draw-up-account.ts';

/**
 * What a job took, kept with it when it is done: milliseconds by stage (`connect`, `classify`, `save`), and what asking a
 * language model took (`requests`, `cacheHits`, `input`, `output`, `dollars`). Only sums over a night are read.
 */
export type Costs = Record<string, number>;

/** The stages of one look. */
export function stageCosts(stages: Account['stages']): Costs {
  return Object.fromEntries(stages.filter(({ ms }) => ms > 0).map(({ stage, ms }) => [stage, ms]));
}

/** What asking took since the last call: servers are looked at side by side, so only the sum tells of the night. */
export function createLedgerReader(read: (() => LlmLedger) | undefined): () => Costs {
  let before: Costs = {};
  return () => {
    if (read === undefined) return {};
    const { requests, cacheHits, tokens, cost } = read();
    const now: Costs = { requests, cacheHits, input: tokens.input, output: tokens.output, dollars: cost ?? 0 };
    const growth = Object.entries(now).map(([name, value]): [string, number] => [name, value - (before[name] ?? 0)]);
    before = now;
    return Object.fromEntries(growth.filter(([, value]) => value > 0));
  };
}

/** An account with what all jobs of its night took. */
export function withCosts(account: Account, sums: Costs, llm: LlmOptions, hasPrice: boolean): Account {
  const of = (name: string): number => sums[name] ?? 0;
  const before = new Map(account.stages.map(({ stage, ms }) => [stage, ms]));
  const stages = NIGHT_STAGES.map((stage) => ({ stage, ms: Math.round((before.get(stage) ?? 0) + of(stage)) }));
  if (llm.mode === 'off') return { ...account, stages };
  const { llm: asked } = account;
  const tokens = { input: of('input'), output: of('output') };
  const ledger = { model: llm.model, requests: of('requests'), cacheHits: of('cacheHits'), tokens };
  const sum = addLedger(asked, { ...ledger, cost: hasPrice ? of('dollars') : null });
  return { ...account, stages, ...(sum === undefined ? {} : { llm: sum }) };
}
