import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runLane } from '../../../src/pipeline/nightly/run-lane.ts';

type Ship = { name: number; host: string };

/** Ships as a stream that counts how many were taken. */
function fleet(hosts: readonly string[]): { ships: AsyncIterable<Ship>; taken: () => number } {
  let taken = 0;
  async function* ships(): AsyncGenerator<Ship> {
    for (const [name, host] of hosts.entries()) {
      taken += 1;
      yield { name, host };
    }
  }
  return { ships: ships(), taken: () => taken };
}

describe('a lane', () => {
  it('works on every item once, within both limits, whatever the hosts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('', 'north:80', 'south:80', 'west:443'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (hosts, atOnce, perHost) => {
          const done: number[] = [];
          const inHand = new Map<string, number>();
          let most = 0;
          let mostOfHost = 0;
          await runLane(fleet(hosts).ships, { atOnce, perHost }, async ({ name, host }) => {
            inHand.set(host, (inHand.get(host) ?? 0) + 1);
            most = Math.max(
              most,
              [...inHand.values()].reduce((sum, each) => sum + each, 0),
            );
            if (host !== '') mostOfHost = Math.max(mostOfHost, inHand.get(host) ?? 0);
            await wait(name % 3 === 0 ? 1 : 0);
            inHand.set(host, (inHand.get(host) ?? 1) - 1);
            done.push(name);
          });
          expect(done.sort((a, b) => a - b)).toEqual(hosts.map((_host, at) => at));
          expect(most).toBeLessThanOrEqual(atOnce);
          expect(mostOfHost).toBeLessThanOrEqual(perHost);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes the next item only when there is room', async () => {
    const { ships, taken } = fleet(Array.from({ length: 100 }, () => ''));
    let ahead = 0;
    let started = 0;
    await runLane(ships, { atOnce: 3, perHost: 1 }, async () => {
      started += 1;
      ahead = Math.max(ahead, taken() - started);
      await wait(1);
    });
    expect(started).toBe(100);
    expect(ahead).toBeLessThanOrEqual(4);
  });

  it('keeps no other waiting behind a slow host', async () => {
    const order: string[] = [];
    const hosts = ['slow:80', 'slow:80', 'slow:80', 'quick:80', 'brisk:80'];
    const release = Promise.withResolvers<void>();
    await runLane(fleet(hosts).ships, { atOnce: 2, perHost: 1 }, async ({ host }) => {
      if (host === 'slow:80') await release.promise;
      order.push(host);
      if (host === 'brisk:80') release.resolve();
    });
    expect(order).toEqual(['quick:80', 'brisk:80', 'slow:80', 'slow:80', 'slow:80']);
  });

  it('stops starting at the first error, waits for what is in flight, and throws it', async () => {
    const { ships, taken } = fleet(Array.from({ length: 1000 }, (_none, at) => (at % 2 === 0 ? '' : 'north:80')));
    let inFlight = 0;
    const lane = runLane(ships, { atOnce: 4, perHost: 1 }, async ({ name }) => {
      inFlight += 1;
      await wait(2);
      inFlight -= 1;
      if (name === 8) throw new Error('aground');
    });
    await expect(lane).rejects.toThrow('aground');
    expect(inFlight).toBe(0);
    expect(taken()).toBeLessThan(100);
  });

  it('starts nothing more when it is told to stop, not even what waits for its host', async () => {
    let isOpen = true;
    const done: number[] = [];
    await runLane(
      fleet(Array.from({ length: 50 }, () => 'north:80')).ships,
      { atOnce: 4, perHost: 1 },
      async ({ name }) => {
        done.push(name);
        await wait(1);
        if (done.length === 3) isOpen = false;
      },
      () => isOpen,
    );
    expect(done).toEqual([0, 1, 2]);
  });
});
