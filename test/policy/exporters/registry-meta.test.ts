import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import { registryMeta } from '../../../src/policy/exporters/registry-meta.ts';
import { readServerJson } from '../../../src/sources/server-json/read-server-json.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { registryMetaEngine } from '../engines/registry-meta.ts';
import { libraryPolicy } from '../library-policy.ts';

const KEY = 'io.modelcontextprotocol.registry/publisher-provided';

describe('the verdicts for a registry', () => {
  it('stand under the key that the official registry keeps', () => {
    expect(JSON.parse(registryMeta.exportPolicy(libraryPolicy()))).toEqual({
      _meta: {
        [KEY]: {
          toolrisk: {
            run: 'run-20261121T010000Z-aaaaaa',
            versions: { rules: 'r1', weights: 'w1' },
            toolSetHash: libraryPolicy().toolSetHash,
            inReview: 0,
            omitted: 0,
            default: 'deny',
            tools: {
              Lend_Book: { category: 'Write', decision: 'limit', limits: [{ max: 30, window: 'minute' }] },
              burn_book: { category: 'Destructive', decision: 'hide' },
              find_book: { category: 'Read', decision: 'allow' },
              pay_fine: { category: 'Financial', decision: 'ask' },
              run_script: { category: 'Execute', decision: 'limit', limits: [{ max: 10, window: 'minute' }] },
            },
          },
        },
      },
    });
  });

  it('leave a server.json one that can be read', () => {
    const packages = [{ registryType: 'npm', identifier: 'library-desk', version: '1.0.0' }];
    const plain = { name: 'io.github.town/library-desk', version: '1.0.0', packages };
    const where = { source: 'registry-file', target: (name: string) => name, place: 'server.json' };
    const meta = JSON.parse(registryMeta.exportPolicy(libraryPolicy()));
    expect(readServerJson({ ...plain, ...meta }, where)).toEqual(readServerJson(plain, where));
  });

  it('are never more permissive than the policy and never too large, whatever the names', () => {
    expectNeverMorePermissive(registryMeta, registryMetaEngine);
  });

  it('say what becomes of every tool', () => {
    expectSaid(registryMeta, registryMetaEngine, {
      allow: 'allowed',
      limit: 'allowed',
      spent: 'limited',
      ask: 'asked',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });

  it('name the most severe tools where not all fit, and count the others', () => {
    const { find_book: find, pay_fine: pay } = libraryPolicy().tools;
    const tools = byName([
      ...Array.from({ length: 200 }, (_none, index) => [`find_<${index}>`, find!] as const),
      ['pay', { ...pay!, needsReview: true }] as const,
    ]);
    const text = registryMeta.exportPolicy({ ...libraryPolicy(), tools });
    const { toolrisk } = JSON.parse(text)._meta[KEY];
    expect(toolrisk.tools.pay).toEqual({ category: 'Financial', decision: 'ask', needsReview: true });
    expect(Object.keys(toolrisk.tools).length + toolrisk.omitted).toBe(201);
    expect(toolrisk.inReview).toBe(1);
    const decide = registryMetaEngine(text);
    expect(decide({ tool: 'find_<199>', arguments: {}, at: 0, earlier: [] })).toBe('denied');
  });
});
