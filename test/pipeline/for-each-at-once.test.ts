import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { forEachAtOnce } from '../../src/pipeline/for-each-at-once.ts';

describe('forEachAtOnce', () => {
  it('works on at most so many items at once and on all of them', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await forEachAtOnce([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await wait(5);
      running -= 1;
      done.push(item);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('takes the next item only when there is room, so that a long source is never held whole', async () => {
    let taken = 0;
    let finished = 0;
    let furthest = 0;
    const source = async function* () {
      for (let item = 0; item < 100; item += 1) {
        taken += 1;
        furthest = Math.max(furthest, taken - finished);
        yield item;
      }
    };
    await forEachAtOnce(source(), 4, async () => {
      await wait(1);
      finished += 1;
    });
    expect(finished).toBe(100);
    expect(furthest).toBeLessThanOrEqual(6);
  });

  it('throws the first error after what is in flight has ended, and starts nothing more', async () => {
    const ended: number[] = [];
    const work = async (item: number) => {
      await wait(item === 1 ? 2 : 20);
      if (item === 1) throw new Error('disk full');
      ended.push(item);
    };
    await expect(forEachAtOnce([0, 1, 2, 3, 4, 5], 2, work)).rejects.toThrow('disk full');
    expect(ended).toContain(0);
    expect(ended).not.toContain(5);
  });
});
