import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Classification } from '../../src/model/classification.ts';
import { applyDecisions } from '../../src/review/apply-decisions.ts';
import { compareItems, createQueue, type QueueItem, queueItem } from '../../src/review/queue.ts';
import { decided, hashLike, verdict } from './ferry.ts';

function itemFor(events: Parameters<typeof applyDecisions>[1], given: Partial<Classification> = {}, servers = 1) {
  const server = { server: 'npm:ferry-line', toolSetHash: hashLike('e') };
  const tool = { name: 'cancel_sailing', definitionHash: hashLike('a'), verdict: verdict(given) };
  const [reviewed] = applyDecisions({ ...server, tools: [tool] }, events);
  return queueItem({ ...server, tools: [] }, reviewed!, servers);
}

const sure = { needsReview: false, reviewReasons: [] } as const;

describe('what waits for a person', () => {
  it('weighs the risk of being wrong, the severity of the more severe likely category, and the servers', () => {
    expect(itemFor([], {}, 3)).toMatchObject({ kind: 'doubt', cautious: 'Destructive' });
    expect(itemFor([], {}, 3)?.priority).toBeCloseTo(0.4 * 8 * 3);
    const harmless = { probabilities: { Read: 0.96, Write: 0.04, Execute: 0, Destructive: 0, Financial: 0 } };
    expect(itemFor([], { ...harmless, category: 'Read', confidence: 0.96 })?.priority).toBeCloseTo(0.04);
  });

  it.each([
    ['a sure verdict', [], sure, undefined],
    ['a settled doubt', [decided()], {}, undefined],
    ['two who differ', [decided(), decided({ by: 'Ben', category: 'Read' })], sure, 'conflict'],
    ['a decision on an earlier definition', [decided({ definitionHash: hashLike('b') })], sure, 'reopened'],
  ] as const)('for %s', (_what, events, given, kind) => {
    expect(itemFor(events, { ...given, reviewReasons: [] })?.kind).toBe(kind);
  });

  it('takes a contradiction of a person for a coin toss, and the most severe word for what is at stake', () => {
    const money = decided({ category: 'Financial', definitionHash: hashLike('b') });
    const item = itemFor([money], { ...sure, reviewReasons: [], category: 'Read', confidence: 0.99 });
    expect(item).toMatchObject({ cautious: 'Financial', priority: 4 });
  });
});

const items = fc.array(
  fc
    .record({
      server: fc.integer({ min: 0, max: 6 }),
      hash: fc.integer({ min: 0, max: 4 }),
      doubt: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ server, hash, doubt }): QueueItem => {
      const item = itemFor([], { confidence: 1 - doubt / 10 })!;
      return { ...item, server: `npm:${server}`, definitionHash: String(hash), servers: hash === 0 ? 2 : 1 };
    }),
  { maxLength: 300 },
);

describe('the queue', () => {
  it('keeps the first items in one order whatever the limit, each once', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 40 }), (list, limit) => {
        const byServer = list.toSorted((a, b) => (a.server < b.server ? -1 : a.server > b.server ? 1 : 0));
        const [short, long] = [createQueue(limit), createQueue(1000)];
        for (const item of byServer) for (const queue of [short, long]) queue.add(item);
        const whole = long.first();
        expect(short.first()).toEqual(whole.slice(0, limit));
        expect(whole).toEqual(whole.toSorted(compareItems));
        expect(short.counts().doubt).toBe(whole.length);
        const keys = whole.map(({ server, definitionHash, servers }) =>
          servers > 1 ? definitionHash : `${server} ${definitionHash}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
