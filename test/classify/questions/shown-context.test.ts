import { describe, expect, it } from 'vitest';
import { showContext } from '../../../src/classify/questions/shown-context.ts';

const names = (count: number) => Array.from({ length: count }, (_, at) => `read_gauge_${at}`);

describe('showContext', () => {
  it('says nothing of a sample where all siblings are shown', () => {
    const { json } = showContext({ server: 'npm:harbour', siblings: names(12) });
    expect(json.siblings).toHaveLength(12);
    expect(json).not.toHaveProperty('siblingsInAll');
  });

  it.each([
    [13, 'over 10'],
    [20, 'over 10'],
    [21, 'over 20'],
    [100, 'over 90'],
    [101, 'over 100'],
    [340, 'over 300'],
  ])('says of %i siblings that they are %s', (count, said) => {
    const { json } = showContext({ server: 'npm:harbour', siblings: [...names(count), 'read_gauge_0'] });
    expect(json.siblings).toHaveLength(12);
    expect(json.siblingsInAll).toBe(said);
  });

  it('shows the same siblings in any order', () => {
    const shown = showContext({ server: 'npm:harbour', siblings: names(40) });
    expect(showContext({ server: 'npm:harbour', siblings: names(40).toReversed() })).toEqual(shown);
  });
});
