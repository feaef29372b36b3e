import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../../src/classify/create-classifier.ts';
import type { Category } from '../../../src/model/category.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { readClassifierAssets } from '../../../src/pipeline/assets.ts';
import { suggestRules } from '../../../src/policy/arguments/suggest.ts';
import { libraryTool, verdict } from '../library-policy.ts';

function suggest(properties: JsonObject, category: Category = 'Write', signals: Record<string, string> = {}) {
  const tool = { ...libraryTool('lend_book'), inputSchema: { type: 'object', properties } };
  const evidence = Object.entries(signals).map(([name, signal]) => ({
    pointer: `/inputSchema/properties/${name}`,
    quote: name,
    signal,
  }));
  return suggestRules(tool, verdict(tool, category, { evidence })).map(({ kind, argument }) => `${kind} ${argument}`);
}

describe('suggested rules on arguments', () => {
  it('cap a number that the verdict found to be an amount of money, and no other', () => {
    const properties = { fine: { type: 'number' }, page: { type: 'integer' }, currency: { type: 'string' } };
    const found = { fine: 'amount-parameter', currency: 'amount-parameter' };
    expect(suggest(properties, 'Financial', found)).toEqual(['max-amount fine']);
    expect(suggest(properties, 'Write', found)).toEqual([]);
    expect(suggest(properties, 'Financial')).toEqual([]);
  });

  it('name hosts and paths that the schema names so, also lists of them, in the order of names', () => {
    expect(
      suggest({
        sourcePath: { type: 'string' },
        files: { type: 'array', items: { type: 'string' } },
        page: { type: 'string', format: 'uri' },
        callback_url: { type: ['string', 'null'] },
        pathology: { type: 'string' },
        file: { type: 'boolean' },
        host: { type: 'string', enum: ['library.example'] },
      }),
    ).toEqual(['allowed-hosts callback_url', 'path-prefixes files', 'allowed-hosts page', 'path-prefixes sourcePath']);
    expect(suggest({ shelf: { type: 'string' } }, 'Write', { shelf: 'path-parameter' })).toEqual([
      'path-prefixes shelf',
    ]);
  });

  it('agree with what the classifier finds', () => {
    const tool = {
      ...libraryTool('transfer_money', 'Transfers money to another account.'),
      inputSchema: {
        type: 'object',
        properties: { amount: { type: 'number' }, currency: { type: 'string' }, to: { type: 'string' } },
      },
    };
    const found = createClassifier(readClassifierAssets()).classifyTool(tool, { server: 'npm:bank', siblings: [] });
    expect(found.category).toBe('Financial');
    expect(suggestRules(tool, found)).toEqual([{ kind: 'max-amount', argument: 'amount' }]);
  });

  it('take a schema of any shape', () => {
    expect(suggest({ path: true, url: { type: 7 }, __proto__: { type: 'string' }, ['x'.repeat(5000)]: {} })).toEqual(
      [],
    );
  });
});
