import { describe, expect, it } from 'vitest';
import type { LlmLedger } from '../../../src/model/llm-ledger.ts';
import { createLedgerReader, withCosts } from '../../../src/pipeline/worker/costs.ts';
import { nightAt } from '../../report/account/night.ts';

const llm = { mode: 'auto', model: 'pilot', baseUrl: '', concurrency: 1, deadlineMs: 1 } as const;

describe('what the jobs of a night took', () => {
  it('is what asking took since the last look at the ledger, so that the sum is the whole', () => {
    let ledger: Pick<LlmLedger, 'requests' | 'cacheHits' | 'tokens' | 'cost'> = {
      requests: 1,
      cacheHits: 0,
      tokens: { input: 10, cachedInput: 0, output: 2, estimated: false },
      cost: 0.5,
    };
    const read = createLedgerReader(() => ledger as LlmLedger);
    expect([read(), read()]).toEqual([{ requests: 1, input: 10, output: 2, dollars: 0.5 }, {}]);
    ledger = { ...ledger, cacheHits: 3, cost: 0.75 };
    expect(read()).toEqual({ cacheHits: 3, dollars: 0.25 });
    expect(createLedgerReader(undefined)()).toEqual({});
  });

  it('is added to what collecting and deciding took, by stage and by what asking cost', () => {
    const begun = nightAt({ stages: [{ stage: 'collect', ms: 60 }] });
    delete begun.llm;
    const sums = { connect: 700.4, save: 20, look: 300, requests: 4, input: 90, output: 9, dollars: 1.25 };
    const { stages, llm: asked } = withCosts(begun, sums, llm, true);
    expect(Object.fromEntries(stages.map(({ stage, ms }) => [stage, ms]))).toEqual({
      collect: 60,
      decide: 0,
      look: 300,
      connect: 700,
      classify: 0,
      save: 20,
      report: 0,
    });
    expect(asked).toEqual({ model: 'pilot', requests: 4, cacheHits: 0, tokens: 99, cost: 1.25 });
    expect(withCosts(begun, sums, llm, false).llm?.cost).toBeNull();
    expect(withCosts(begun, sums, { ...llm, mode: 'off' }, true).llm).toBeUndefined();
  });
});
