import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/catalog/compare/change.ts';
import { compareServers } from '../../../src/catalog/compare/compare-servers.ts';
import { compareStates, type StateRow } from '../../../src/catalog/compare/compare-states.ts';
import { diffTexts } from '../../../src/catalog/compare/text-diff.ts';
import type { Classification } from '../../../src/model/classification.ts';
import type { ServerResult } from '../../../src/model/run.ts';
import type { Tool } from '../../../src/model/tool.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, verdictOn } from '../library-server.ts';

type Edit = {
  tools?: readonly Tool[];
  verdict?: (tool: Tool) => Partial<Classification>;
  package?: string;
  instructions?: string;
};

function state({ tools = LIBRARY_TOOLS, verdict = () => ({}), package: ran, instructions }: Edit = {}) {
  const result = listedLibrary(tools);
  result.classifications = tools.map((tool) => verdictOn(tool, verdict(tool)));
  if (ran !== undefined) result.snapshot.provenance = { ...result.snapshot.provenance, package: ran };
  if (instructions !== undefined) result.snapshot.instructions = instructions;
  return result;
}

const edited = (name: string, change: Partial<Tool>) =>
  LIBRARY_TOOLS.map((tool): Tool => (tool.name === name ? Object.assign({ ...tool }, change) : tool));
const burns = ({ name }: Tool): Partial<Classification> =>
  name === 'burn_book' ? { category: 'Destructive', severity: 'critical', effects: ['irreversible'] } : {};

describe('comparing two lists of a server', () => {
  it.each<[string, Edit, Edit, object[]]>([
    ['nothing', {}, {}, []],
    ['an order', {}, { tools: LIBRARY_TOOLS.toReversed() }, []],
    [
      'a version',
      {},
      { package: 'npm:library-desk@1.3.0' },
      [{ kind: 'version-changed', to: 'npm:library-desk@1.3.0' }],
    ],
    [
      'instructions',
      {},
      { instructions: 'Be loud.' },
      [{ kind: 'instructions-changed', diff: ['- Be quiet.', '+ Be loud.'] }],
    ],
    [
      'a new tool that destroys',
      { tools: LIBRARY_TOOLS.slice(0, 2) },
      { verdict: burns },
      [{ kind: 'tool-added', tool: 'burn_book', isNewlyCritical: true }],
    ],
    ['a tool that went', {}, { tools: LIBRARY_TOOLS.slice(1) }, [{ kind: 'tool-removed', tool: 'find_book' }]],
    [
      'another name for the same tool',
      {},
      { tools: edited('find_book', { name: 'seek_book' }) },
      [{ kind: 'tool-renamed', tool: 'seek_book', from: 'find_book' }],
    ],
    [
      'a description under the same version',
      {},
      { tools: edited('find_book', { description: 'Look for a book by title.\nThen order it.' }) },
      [
        {
          kind: 'definition-changed',
          tool: 'find_book',
          sameVersion: 'npm:library-desk@1.2.0',
          fields: [{ field: 'description', diff: ['+ Then order it.'] }],
        },
      ],
    ],
    [
      'a description with a new version',
      {},
      { tools: edited('find_book', { description: 'Buy it.' }), package: 'npm:library-desk@2.0.0' },
      [{ kind: 'version-changed' }, expect.not.objectContaining({ sameVersion: expect.anything() })],
    ],
    [
      'a schema, a member a line',
      {},
      { tools: edited('find_book', { inputSchema: { type: 'object', required: ['title'] } }) },
      [
        {
          kind: 'definition-changed',
          fields: [{ field: 'inputSchema', diff: expect.arrayContaining(['+     "title"']) }],
        },
      ],
    ],
    [
      'a risk that rose without a new definition',
      {},
      { verdict: burns },
      [
        {
          kind: 'risk-changed',
          from: 'Read',
          to: 'Destructive',
          direction: 'up',
          effectsAdded: ['irreversible'],
          effectsRemoved: ['private-data'],
          isNewlyCritical: true,
          definitionChanged: false,
        },
      ],
    ],
    ['a risk that fell', { verdict: burns }, {}, [{ kind: 'risk-changed', direction: 'down', isNewlyCritical: false }]],
    [
      'an effect that went',
      {},
      { verdict: () => ({ effects: [] }) },
      Array.from({ length: 3 }, () => ({ kind: 'risk-changed', direction: 'down' })),
    ],
    [
      'a claim that is contradicted',
      {},
      {
        verdict: ({ name }) =>
          name === 'lend_book'
            ? { annotationMismatch: [{ hint: 'readOnlyHint', claimed: true, because: 'It notes.' }] }
            : {},
      },
      [{ kind: 'annotation-mismatch', tool: 'lend_book', mismatches: [{ hint: 'readOnlyHint' }] }],
    ],
  ])('tells of %s', (_title, before, after, changes) => {
    const found = compareServers('npm:desk', state(before), state(after));
    expect(found).toMatchObject(changes);
    expect(found).toHaveLength(changes.length);
  });

  it('keeps a diff of two huge texts short', () => {
    const huge = (word: string) => Array.from({ length: 30_000 }, (_none, line) => `${word} ${line}`).join('\n');
    const started = performance.now();
    const diff = diffTexts(huge('old'), huge('new'));
    expect(diff).toHaveLength(25);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('finds nothing between two equal texts, and something between others', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(diffTexts(a, a)).toEqual([]);
        if (a !== b) expect(diffTexts(a, b)).not.toEqual([]);
      }),
    );
  });
});

describe('comparing two states', () => {
  async function* rows(results: readonly ServerResult[]): AsyncGenerator<StateRow> {
    for (const result of results)
      yield { server: result.entry.id, fingerprint: JSON.stringify(result), load: async () => result };
  }
  const kinds = async (before: readonly ServerResult[], after: readonly ServerResult[]) => {
    const found: string[] = [];
    for await (const change of compareStates(rows(before), rows(after))) found.push(describeChange(change));
    return found;
  };
  const describeChange = ({ server, kind }: Change) => `${server} ${kind}`;
  const at = (id: string, instructions = 'Be quiet.') => {
    const result = listedLibrary(LIBRARY_TOOLS, libraryEntry(id));
    result.snapshot.instructions = instructions;
    return result;
  };
  const fails = (id: string) => failedLibrary(libraryEntry(id));

  it('joins them by server id, and says what came, went, failed and recovered', async () => {
    expect(
      await kinds(
        [at('a'), at('c'), at('d'), fails('e'), fails('f'), at('g')],
        [at('b'), at('c', 'Be loud.'), fails('d'), at('e'), fails('f'), at('g'), at('h')],
      ),
    ).toEqual([
      'a server-removed',
      'b server-added',
      'c instructions-changed',
      'd server-failed',
      'e server-added',
      'h server-added',
    ]);
  });

  it('finds every server that stands on one side only', () => {
    const ids = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 8 });
    const sorted = (list: readonly string[]) =>
      [...list].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map((id) => at(id));
    return fc.assert(
      fc.asyncProperty(ids, ids, async (a, b) => {
        const found = await kinds(sorted(a), sorted(b));
        expect(new Set(found)).toEqual(
          new Set([
            ...a.filter((id) => !b.includes(id)).map((id) => `${id} server-removed`),
            ...b.filter((id) => !a.includes(id)).map((id) => `${id} server-added`),
          ]),
        );
      }),
      { numRuns: 50 },
    );
  });
});
