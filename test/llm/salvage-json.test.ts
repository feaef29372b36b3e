import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { salvageJson } from '../../src/llm/salvage-json.ts';

const answer = fc.record({
  tools: fc.array(fc.record({ i: fc.nat(), name: fc.string(), quotes: fc.array(fc.record({ quote: fc.string() })) }), {
    minLength: 1,
  }),
});

describe('salvageJson', () => {
  it('finds an answer in whatever prose or fence stands around it', () => {
    const prose = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '.', '"', '`', ']') });
    fc.assert(
      fc.property(answer, prose, prose, fc.boolean(), (json, before, after, isFenced) => {
        const text = JSON.stringify(json, undefined, 2);
        const around = isFenced ? `${before}\n\`\`\`json\n${text}\n\`\`\`\n${after}` : `${before}\n${text}\n${after}`;
        expect(salvageJson(around)?.json).toEqual(json);
      }),
    );
  });

  it('gives of a cut answer only elements that were whole', () => {
    fc.assert(
      fc.property(answer, fc.nat(), (json, cut) => {
        const text = JSON.stringify(json);
        const found = salvageJson(text.slice(0, cut % text.length));
        if (found === undefined || !('tools' in (found.json as object))) return;
        const { tools } = found.json as { tools: unknown[] };
        for (const [index, tool] of tools.entries())
          if (index < tools.length - 1) expect(tool).toEqual(json.tools[index]);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['prose', 'The tide is high.'],
    ['a number', '42'],
    ['an open brace', '{'],
    ['many open braces', '{'.repeat(100_000)],
    ['many open brackets', '{"a":['.repeat(50_000)],
  ])('finds nothing in %s, and soon', (_what, text) => {
    const start = performance.now();
    expect(salvageJson(text)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
