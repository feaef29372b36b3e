import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsText, sortItems } from '../../../src/connect/listing/sort-items.ts';
import type { Json } from '../../../src/model/json.ts';

const json = fc.jsonValue() as fc.Arbitrary<Json>;
const tool = fc.record({
  name: fc.constantFrom('lend', 'return', '__proto__', 'toString'),
  inputSchema: fc.constant({}),
});

describe('sorting the items of a list', () => {
  it('loses nothing: every item is a tool or is recorded, and every second tool of a name is both', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(json, tool)), (items) => {
        const { tools, malformed } = sortItems(items);
        const repeated = malformed.filter(({ reason }) => reason === 'a second tool of this name');
        expect(tools.length + malformed.length - repeated.length).toBe(items.length);
        expect(repeated).toHaveLength(tools.length - new Set(tools.map(({ name }) => name)).size);
        for (const { index, name } of malformed) {
          expect(index).toBeLessThan(items.length);
          if (name !== undefined) expect(JSON.stringify(items[index])).toContain(JSON.stringify(name).slice(1, 100));
        }
      }),
    );
  });

  it('refuses a tool with a text that was cut, wherever it stands, and no other', () => {
    const marker = '[cut:1]';
    const cut = { name: 'huge', inputSchema: { properties: { [`a${marker}`]: {} } } };
    const good = { name: 'lend', inputSchema: {} };
    expect(sortItems([cut, good], marker)).toEqual({
      tools: [good],
      malformed: [{ index: 0, name: 'huge', reason: 'a text is too long' }],
    });
    expect(sortItems([cut, good]).tools).toHaveLength(2);
  });

  it('finds a text in a value of any depth', () => {
    let deep: Json = 'the needle';
    for (let level = 0; level < 50_000; level++) deep = [deep];
    expect(holdsText(deep, 'needle')).toBe(true);
    expect(holdsText(deep, 'thread')).toBe(false);
  });
});
