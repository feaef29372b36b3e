import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examine } from '../../../src/classify/examine.ts';
import { featuresOf, vectorOf } from '../../../src/classify/statistical/features.ts';
import type { Tool } from '../../../src/model/tool.ts';
import { loadLexicon } from '../../../src/pipeline/assets.ts';

const lexicon = loadLexicon();

function features(
  tool: Partial<Tool>,
  server = 'npm:orchard-mcp',
  siblings: string[] = [],
): Record<string, readonly string[]> {
  const whole: Tool = { name: 'prune_tree', inputSchema: { type: 'object' }, ...tool };
  const { subject, facts, rules } = examine(whole, { server, siblings }, lexicon);
  return featuresOf(subject, facts, rules);
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
  it('gives every group the length 1 and no feature twice', () => {
    const { hashes, values } = vectorOf({ a: ['x', 'y', 'x'], b: ['z'] });
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(values.map((value) => value ** 2)).toEqual([expect.closeTo(0.5), expect.closeTo(0.5), 1]);
  });

  it('is finite for any tool', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.json(), (name, description, schema) => {
        const parsed: unknown = JSON.parse(schema);
        const inputSchema = { type: 'object', properties: { [name]: parsed } } as Tool['inputSchema'];
        const { values } = vectorOf(features({ name: `${name}x`, description, inputSchema }));
        expect(values.every((value) => value > 0 && value <= 1)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
