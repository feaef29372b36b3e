import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examine } from '../../../src/classify/examine.ts';
import { hashFeature } from '../../../src/classify/statistical/feature-hash.ts';
import { featuresOf, vectorOf } from '../../../src/classify/statistical/features.ts';
import { createHashSet } from '../../../src/classify/statistical/hash-set.ts';
import type { Tool } from '../../../src/model/tool.ts';
import { loadLexicon } from '../../../src/pipeline/assets.ts';

const lexicon = loadLexicon();

function examined(tool: Partial<Tool>, server = 'npm:orchard-mcp', siblings: string[] = []) {
  const whole: Tool = { name: 'prune_tree', inputSchema: { type: 'object' }, ...tool };
  const { subject, facts, rules } = examine(whole, { server, siblings }, lexicon);
  return [subject, facts, rules] as const;
}

function features(...read: Parameters<typeof examined>): Record<string, readonly string[]> {
  return featuresOf(...examined(...read));
}

describe('featuresOf', () => {
  it('tells the words of a name with their places and pairs', () => {
    const { name, pairs } = features({ name: 'deleteOldTrees' });
    expect(name).toEqual(expect.arrayContaining(['n0:delet', 'n:old', 'n-1:tree']));
    expect(pairs).toContain('nb:delet old');
  });

  it('marks words after a negation', () => {
    const { first } = features({ description: 'Does not delete any tree' });
    expect(first).toEqual(expect.arrayContaining(['f!:delet', 'f!:tree']));
    expect(first).not.toContain('f:delet');
  });

  it('keeps the first sentence apart from the rest', () => {
    const { first, rest } = features({ description: 'List the trees of an orchard. Felled trees are left out.' });
    expect(first).toContain('f:list');
    expect(rest).toContain('r:fell');
    expect(first).not.toContain('f:fell');
  });

  it('reads Chinese as pairs of characters', () => {
    expect(features({ description: '删除一棵树' }).first).toEqual(expect.arrayContaining(['f:删除', 'f:一棵']));
  });

  it('tells what properties are called, whether they are required, and what they may be', () => {
    const { props, values } = features({
      inputSchema: {
        type: 'object',
        properties: {
          treeId: { type: 'string' },
          mode: { enum: ['delete', 'list'] },
          force: { type: 'boolean', default: true },
        },
        required: ['treeId'],
      },
    });
    expect(props).toEqual(expect.arrayContaining(['p:tree id', 'pr:tree id', 'pt:tree id string']));
    expect(values).toEqual(expect.arrayContaining(['ch:deletes', 'ch:looks', 'df:forc true']));
  });

  it('takes annotations as claims, and their absence too', () => {
    expect(features({ annotations: { readOnlyHint: true } }).claims).toEqual(
      expect.arrayContaining(['a:readOnlyHint true', 'a:destructiveHint none']),
    );
  });

  it('does not tell how many siblings there are', () => {
    const few = features({}, 'npm:orchard-mcp', ['list_trees', 'list_trees_again']);
    const { siblings } = features({}, 'npm:orchard-mcp', ['list_trees', 'list_trees_again', 'list_trees_twice']);
    expect(siblings!.filter((feature) => !few.siblings!.includes(feature))).toEqual(['s:twice']);
  });
});

describe('vectorOf', () => {
  it('hashes every feature once, in order, and gives every group the length 1', () => {
    const read = examined({ description: 'List trees. List trees, and list trees again.' });
    const { hashes, values } = vectorOf(...read);
    const groups = Object.values(featuresOf(...read));
    expect(hashes).toEqual([...new Set(groups.flat().map(hashFeature))]);
    const ends = groups.map((_, at) => new Set(groups.slice(0, at + 1).flat()).size);
    for (const [at, end] of ends.entries()) {
      const squares = values.slice(ends[at - 1] ?? 0, end).map((value) => value ** 2);
      if (squares.length > 0) expect(squares.reduce((sum, square) => sum + square)).toBeCloseTo(1);
    }
  });

  it('hashes more features than its set has room for at first', () => {
    const letters = (at: number) => String(at).replaceAll(/\d/g, (digit) => 'bcdfghjklm'.charAt(Number(digit)));
    const described = Array.from({ length: 60 }, (_, property) => ({
      description: Array.from({ length: 30 }, (_word, word) => letters(1000 + 30 * property + word)).join(' '),
    }));
    const inputSchema = { type: 'object', properties: Object.fromEntries(described.entries()) };
    const read = examined({ inputSchema });
    const { hashes } = vectorOf(...read);
    expect(hashes.length).toBeGreaterThan(1024);
    expect(hashes).toEqual([
      ...new Set(
        Object.values(featuresOf(...read))
          .flat()
          .map(hashFeature),
      ),
    ]);
  });

  it('is finite for any tool', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.json(), (name, description, schema) => {
        const parsed: unknown = JSON.parse(schema);
        const inputSchema = { type: 'object', properties: { [name]: parsed } } as Tool['inputSchema'];
        const { values } = vectorOf(...examined({ name: `${name}x`, description, inputSchema }));
        expect(values.every((value) => value > 0 && value <= 1)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('createHashSet', () => {
  it('tells new hashes from known ones while it grows, and after it was emptied', () => {
    const set = createHashSet();
    for (let round = 0; round < 2; round += 1) {
      for (let hash = 0; hash < 5000; hash += 1) expect(set.add(hash * 0x01000193)).toBe(true);
      for (let hash = 0; hash < 5000; hash += 1) expect(set.add(hash * 0x01000193)).toBe(false);
      set.forget();
    }
  });
});
