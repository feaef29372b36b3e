import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { ToolFilter } from '../../src/catalog/queries/filter.ts';
import type { Classification } from '../../src/model/classification.ts';
import type { Tool } from '../../src/model/tool.ts';
import { DATABASES, type OpenedCatalog } from './databases.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun, verdictOn } from './library-server.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const VERDICTS: Partial<Classification>[] = [
  {},
  { category: 'Write', severity: 'medium', confidence: 0.6, needsReview: true, reviewReasons: ['low-confidence'] },
  {
    category: 'Destructive',
    severity: 'critical',
    confidence: 0.9,
    effects: ['irreversible', 'bulk'],
    annotationMismatch: [{ hint: 'readOnlyHint', claimed: true, because: 'It burns.' }],
  },
];

/** A library server at a time, judged. */
function judged(id: string, at: string, tools: readonly Tool[] = LIBRARY_TOOLS) {
  const result = listedLibrary(tools, libraryEntry(id));
  result.snapshot.provenance = { ...result.snapshot.provenance, at };
  result.classifications = tools.map((tool, index) => verdictOn(tool, VERDICTS[index] ?? {}));
  return result;
}

describe.each(DATABASES)('queries on $title', ({ open }) => {
  let opened: OpenedCatalog;
  let catalog: Catalog;
  const first = nightlyRun();
  const second = nightlyRun('run-20261122T010000Z-bbbbbb', '2026-11-22T01:00:00.000Z');
  const renamed = LIBRARY_TOOLS.map((tool) => (tool.name === 'burn_book' ? { ...tool, name: 'keepBookSafe' } : tool));

  beforeEach(async () => {
    opened = await open();
    catalog = opened.catalog;
    await catalog.startRun(first);
    await catalog.saveResult(first.id, judged('npm:desk', '2026-11-21T01:00:07.000Z'));
    await catalog.saveResult(first.id, judged('npm:attic', '2026-11-21T01:00:08.000Z'));
    await catalog.saveResult(first.id, failedLibrary());
    await catalog.startRun(second);
    await catalog.saveResult(second.id, judged('npm:desk', '2026-11-22T01:00:07.000Z', renamed));
  });
  afterEach(() => opened.close());

  const named = async (filter: ToolFilter) =>
    (await all(catalog.query.tools(filter))).map(({ server, tool }) => `${server} ${tool}`).sort();
  const servers = async (filter: ToolFilter) => (await all(catalog.query.servers(filter))).map(({ server }) => server);

  it.each<[string, ToolFilter, string[]]>([
    ['a category', { category: 'Destructive' }, ['npm:attic burn_book', 'npm:desk keepBookSafe']],
    ['a category that most have', { category: 'Read' }, ['npm:attic find_book', 'npm:desk find_book']],
    ['a severity', { severity: 'critical' }, ['npm:attic burn_book', 'npm:desk keepBookSafe']],
    ['an effect', { effect: 'bulk' }, ['npm:attic burn_book', 'npm:desk keepBookSafe']],
    ['an effect that none has', { effect: 'money' }, []],
    [
      'a range of confidence',
      { minConfidence: 0.5, maxConfidence: 0.7 },
      ['npm:attic lend_book', 'npm:desk lend_book'],
    ],
    ['review', { needsReview: true }, ['npm:attic lend_book', 'npm:desk lend_book']],
    ['a mismatch', { annotationMismatch: true, server: 'npm:desk' }, ['npm:desk keepBookSafe']],
    ['words of the name', { search: 'burn' }, ['npm:attic burn_book']],
    ['the beginning of words, in any order', { search: 'Safe keep' }, ['npm:desk keepBookSafe']],
    ['words of the description and a category', { search: 'remov', category: 'Read' }, []],
    ['words that mean something to databases', { search: `' OR "x*" NEAR & | ! :` }, []],
    ['no words', { search: '…' }, []],
    [
      'the time of the last change',
      { changedSince: '2026-11-22T00:00:00.000Z', category: 'Read' },
      ['npm:desk find_book'],
    ],
    ['a run', { moment: { run: first.id }, category: 'Destructive' }, ['npm:attic burn_book', 'npm:desk burn_book']],
    ['a run and words', { moment: { run: first.id }, search: 'burn' }, ['npm:attic burn_book', 'npm:desk burn_book']],
    [
      'a day before',
      { moment: { asOf: '2026-11-21T23:00:00.000Z' }, category: 'Destructive', server: 'npm:desk' },
      ['npm:desk burn_book'],
    ],
    ['a day before everything', { moment: { asOf: '2026-11-20T00:00:00.000Z' } }, []],
  ])('find tools by %s, and their servers', async (_title, filter, tools) => {
    expect(await named(filter)).toEqual(tools);
    expect(await servers(filter)).toEqual([...new Set(tools.map((line) => line.split(' ')[0] ?? ''))].toSorted());
  });

  it('give no more rows than asked, and the same in pages as at once', async () => {
    for (let index = 0; index < 90; index += 1)
      await catalog.saveResult(second.id, judged(`npm:branch-${index}`, '2026-11-22T02:00:00.000Z'));
    expect(await named({ limit: 5 })).toHaveLength(5);
    for (const filter of [{}, { search: 'book' }, { moment: { run: second.id } }]) {
      const found = await named(filter);
      expect(new Set(found).size).toBe(found.length);
      expect(found.length).toBe('moment' in filter ? 273 : 276);
    }
    expect(await servers({ limit: 7 })).toHaveLength(7);
    expect(await servers({})).toHaveLength(92);
  });

  it('find words that most tools have as well as rare ones, and both together', async () => {
    const shelves = Array.from({ length: 400 }, (_none, index) => ({
      name: `show_shelf_${index}`,
      description: index % 2 === 0 ? 'Shows the shelf of the cellar.' : 'Shows the shelf of the attic.',
      inputSchema: { type: 'object' },
    }));
    await catalog.saveResult(second.id, judged('npm:shelves', '2026-11-22T02:00:00.000Z', shelves));
    const numbers = async (filter: ToolFilter) =>
      (await named(filter)).map((line) => Number(line.split('_').at(-1))).toSorted((a, b) => a - b);
    const even = shelves.flatMap((_shelf, index) => (index % 2 === 0 ? index : []));
    expect(await numbers({ search: 'show cellar' })).toEqual(even);
    expect(await numbers({ search: 'shelf', limit: 3 })).toHaveLength(3);
    expect(await numbers({ search: 'shelf 39' })).toEqual([39, ...Array.from({ length: 10 }, (_none, n) => 390 + n)]);
    expect(await numbers({ search: 'cellar 39 shelf' })).toEqual([390, 392, 394, 396, 398]);
    for (const search of ['show cellar', 'shelf 39', 'cell 39 sh'])
      expect(await servers({ search, moment: { run: second.id } })).toEqual(['npm:shelves']);
    expect(await servers({ search: 'shelf 39', moment: { run: first.id } })).toEqual([]);
    expect(await servers({ search: 'shelf 39 burn' })).toEqual([]);
    expect(await servers({ search: 'attic show', category: 'Destructive' })).toEqual([]);
  });

  it('count what the lists hold', async () => {
    const [attic] = await all(catalog.query.servers({ server: 'npm:attic' }));
    expect(attic).toEqual({
      server: 'npm:attic',
      title: 'Library desk',
      package: 'npm:library-desk@1.2.0',
      tools: 3,
      reads: 1,
      writes: 1,
      executes: 0,
      destructives: 1,
      financials: 0,
      reviews: 1,
      mismatches: 1,
      firstSeen: '2026-11-21T01:00:08.000Z',
      changedAt: '2026-11-21T01:00:08.000Z',
      listedAt: null,
      failing: null,
    });
    expect(await catalog.query.stats('now')).toEqual({
      servers: 3,
      listed: 2,
      tools: 6,
      categories: { Read: 2, Write: 2, Execute: 0, Destructive: 2, Financial: 0 },
      needsReview: 2,
      annotationMismatches: 2,
      failures: [{ code: 'exited', servers: 1 }],
      runs: 2,
      lastRunAt: second.startedAt,
    });
    expect((await catalog.query.stats({ run: second.id })).listed).toBe(1);
    expect(await catalog.query.stats({ asOf: '2026-11-20T00:00:00.000Z' })).toMatchObject({ listed: 0, failures: [] });
  });

  it('tell of failures only while they last', async () => {
    const found = async () => (await all(catalog.query.failures({ code: 'exited' }))).map(({ server }) => server);
    expect(await found()).toEqual(['npm:library-cellar']);
    await catalog.saveResult(second.id, judged('npm:library-cellar', '2026-11-22T01:00:09.000Z'));
    expect(await found()).toEqual([]);
    expect((await all(catalog.query.failures({ moment: { run: first.id } })))[0]?.message).toMatch(/ended/);
    expect(await all(catalog.query.failures({ search: 'no such' }))).toEqual([]);
  });

  it('know the history of a server and of a tool', async () => {
    const desk = await catalog.query.server('npm:desk');
    expect(desk?.history.map(({ run, change }) => [run, change])).toEqual([
      [second.id, 'changed'],
      [first.id, 'new'],
    ]);
    expect(desk?.entry).toEqual(libraryEntry('npm:desk'));
    expect(await catalog.query.server('npm:nowhere')).toBeUndefined();
    const [found] = await catalog.query.tool({ server: 'npm:desk', tool: 'find_book' });
    expect(found).toMatchObject({ tool: LIBRARY_TOOLS[0], verdict: { category: 'Read' }, alsoOn: 1 });
    expect(found?.history).toHaveLength(2);
    expect(await catalog.query.tool({ server: 'npm:desk', tool: 'burn_book' })).toEqual([]);
    expect(await catalog.query.tool({ server: 'npm:desk', tool: 'burn_book', moment: { run: first.id } })).toHaveLength(
      1,
    );
  });
});
