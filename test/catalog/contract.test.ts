import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { type CatalogTables, TABLES } from '../../src/catalog/schema.ts';
import type { Severity } from '../../src/model/category.ts';
import type { ServerResult } from '../../src/model/run.ts';
import { DATABASES, type OpenedCatalog } from './databases.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun, verdictOn } from './library-server.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe.each(DATABASES)('the catalogue on $title', ({ open }) => {
  let opened: OpenedCatalog;
  let catalog: Catalog;
  const first = nightlyRun();
  const second = nightlyRun('run-20261122T010000Z-bbbbbb', '2026-11-22T01:00:00.000Z');

  beforeEach(async () => {
    opened = await open();
    catalog = opened.catalog;
    await catalog.startRun(first);
  });
  afterEach(() => opened.close());

  const counts = async () => {
    const pairs = TABLES.map(async (table) => [table, await countOf(table)] as const);
    return Object.fromEntries(await Promise.all(pairs));
  };
  const countOf = async (table: keyof CatalogTables) => {
    const row = await opened.raw
      .selectFrom(table)
      .select((select) => select.fn.countAll().as('n'))
      .executeTakeFirstOrThrow();
    return Number(row.n);
  };

  it('gives back what was saved, in the order of server ids', async () => {
    const results: ServerResult[] = [
      listedLibrary(LIBRARY_TOOLS, libraryEntry('npm:reading-room')),
      failedLibrary(),
      listedLibrary(LIBRARY_TOOLS, libraryEntry('npm:Library-attic')),
    ];
    for (const result of results) await catalog.saveResult(first.id, result);
    expect(await all(catalog.resultsOf(first.id))).toEqual([results[2], results[1], results[0]]);
  });

  it('adds one small row and nothing else for a server that did not change, and says so', async () => {
    const before = await catalog.saveResult(first.id, listedLibrary());
    const counted = await counts();
    await catalog.startRun(second);
    const after = await catalog.saveResult(second.id, listedLibrary());
    expect([before, after]).toEqual([
      { definitionsAdded: 3, change: 'new' },
      { definitionsAdded: 0, change: 'unchanged' },
    ]);
    expect(await counts()).toEqual({ ...counted, runs: counted.runs! + 1, run_servers: counted.run_servers! + 1 });
  });

  it('takes the same tools in another order for the same list, and keeps each verdict with its tool', async () => {
    await catalog.saveResult(first.id, listedLibrary());
    const counted = await counts();
    await catalog.startRun(second);
    const turned = listedLibrary(LIBRARY_TOOLS.toReversed());
    expect(await catalog.saveResult(second.id, turned)).toEqual({ definitionsAdded: 0, change: 'unchanged' });
    expect(await counts()).toEqual({ ...counted, runs: counted.runs! + 1, run_servers: counted.run_servers! + 1 });
    const [result] = await all(catalog.resultsOf(second.id));
    expect(result?.status === 'listed' && result.classifications.map((verdict) => verdict.definitionHash)).toEqual(
      LIBRARY_TOOLS.map((tool) => verdictOn(tool).definitionHash),
    );
  });

  it('adds only the definition that is new when a server changes', async () => {
    await catalog.saveResult(first.id, listedLibrary());
    const changed = LIBRARY_TOOLS.map((tool) =>
      tool.name === 'find_book' ? { ...tool, description: 'Look for a book, and order it.' } : tool,
    );
    await catalog.startRun(second);
    expect(await catalog.saveResult(second.id, listedLibrary(changed))).toEqual({
      definitionsAdded: 1,
      change: 'changed',
    });
  });

  it('keeps a new verdict on an unchanged list beside the old one', async () => {
    await catalog.saveResult(first.id, listedLibrary());
    await catalog.startRun(second);
    const judged = listedLibrary(LIBRARY_TOOLS, libraryEntry(), 'unchanged');
    judged.classifications = LIBRARY_TOOLS.map((tool) => verdictOn(tool, { category: 'Write', severity: 'medium' }));
    expect((await catalog.saveResult(second.id, judged)).change).toBe('unchanged');
    const categories = async (run: string) =>
      (await all(catalog.resultsOf(run))).flatMap((result) =>
        result.status === 'listed' ? result.classifications.map(({ category }) => category) : [],
      );
    expect(await categories(first.id)).toEqual(['Read', 'Read', 'Read']);
    expect(await categories(second.id)).toEqual(['Write', 'Write', 'Write']);
    expect(await countOf('snapshots')).toBe(1);
  });

  it('remembers the last list of a server through a failed night', async () => {
    const listed = listedLibrary();
    await catalog.saveResult(first.id, listed);
    await catalog.startRun(second);
    expect((await catalog.saveResult(second.id, failedLibrary(libraryEntry()))).change).toBe('failed');
    expect(await catalog.lastListed('npm:library-desk')).toEqual({
      toolSetHash: listed.snapshot.toolSetHash,
      at: listed.snapshot.provenance.at,
      snapshot: listed.snapshot,
      classifications: listed.classifications,
    });
  });

  it('knows no last list of a server that was never listed', async () => {
    await catalog.saveResult(first.id, failedLibrary());
    expect(await catalog.lastListed('npm:library-cellar')).toBeUndefined();
    expect(await catalog.lastListed('npm:nowhere')).toBeUndefined();
  });

  it('lets the later result of a resumed run stand', async () => {
    await catalog.saveResult(first.id, failedLibrary(libraryEntry()));
    await catalog.saveResult(first.id, listedLibrary());
    expect(await all(catalog.resultsOf(first.id))).toEqual([listedLibrary()]);
    await catalog.saveResult(first.id, failedLibrary(libraryEntry()));
    expect(await catalog.statusesOf(first.id)).toEqual(new Map([['npm:library-desk', 'failed']]));
  });

  it('compares a server that is done again in one run with the night before, not with itself', async () => {
    await catalog.saveResult(first.id, listedLibrary());
    expect(await catalog.saveResult(first.id, listedLibrary())).toMatchObject({ change: 'new' });
    await catalog.startRun(second);
    const fewer = listedLibrary(LIBRARY_TOOLS.slice(1));
    await catalog.saveResult(second.id, fewer);
    expect(await catalog.saveResult(second.id, fewer)).toMatchObject({ change: 'changed' });
    expect((await all(catalog.resultsOf(second.id))).map((result) => 'change' in result && result.change)).toEqual([
      'changed',
    ]);
  });

  it('saves many servers at once', async () => {
    const ids = Array.from({ length: 120 }, (_item, index) => `npm:branch-${String(index).padStart(3, '0')}`);
    await Promise.all(ids.map((id) => catalog.saveResult(first.id, listedLibrary(LIBRARY_TOOLS, libraryEntry(id)))));
    expect((await all(catalog.resultsOf(first.id))).map(({ entry }) => entry.id)).toEqual(ids);
    expect(await countOf('definitions')).toBe(3);
  });

  it('can be written while its results are read', async () => {
    for (const id of ['npm:a', 'npm:b', 'npm:c'])
      await catalog.saveResult(first.id, listedLibrary(LIBRARY_TOOLS, libraryEntry(id)));
    await catalog.startRun(second);
    const seen: string[] = [];
    for await (const result of catalog.resultsOf(first.id)) {
      await catalog.saveResult(second.id, result);
      seen.push(result.entry.id);
    }
    expect(seen).toEqual(['npm:a', 'npm:b', 'npm:c']);
  });

  it('saves all of a server or nothing', async () => {
    const listed = listedLibrary();
    const nothing: Severity = JSON.parse('null');
    const broken = verdictOn(LIBRARY_TOOLS[2]!, { severity: nothing });
    const before = await counts();
    const saving = catalog.saveResult(first.id, {
      ...listed,
      classifications: [...listed.classifications.slice(0, 2), broken],
    });
    await expect(saving).rejects.toThrow(/null/i);
    expect(await counts()).toEqual(before);
    expect((await catalog.saveResult(first.id, listed)).change).toBe('new');
  });

  it('saves the others of many at once when one cannot be saved', async () => {
    const nothing: Severity = JSON.parse('null');
    const at = (id: string) => listedLibrary(LIBRARY_TOOLS, libraryEntry(id));
    const broken = at('npm:b');
    broken.classifications = LIBRARY_TOOLS.map((tool) => verdictOn(tool, { severity: nothing }));
    const results = [at('npm:a'), broken, at('npm:c'), failedLibrary(libraryEntry('npm:d'))];
    const settled = await Promise.allSettled(results.map((result) => catalog.saveResult(first.id, result)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect([...(await catalog.statusesOf(first.id)).keys()]).toEqual(['npm:a', 'npm:c', 'npm:d']);
    expect(await countOf('snapshots')).toBe(2);
    expect((await catalog.saveResult(first.id, at('npm:b'))).change).toBe('new');
  });

  it('keeps runs with their ends', async () => {
    const end = { ...first, finishedAt: '2026-11-21T02:00:00.000Z', options: { jobs: 4, out: 'night' } };
    expect(await catalog.findRun('last')).toEqual(first);
    await catalog.finishRun(end);
    await catalog.startRun(first);
    expect(await catalog.findRun({ id: first.id })).toEqual(end);
    await catalog.startRun(second);
    expect(await catalog.findRun('last')).toEqual(second);
    expect(await catalog.findRun({ id: 'run-of-nobody' })).toBeUndefined();
  });

  it('remembers the first answer for a key', async () => {
    expect(await catalog.answers.get('k')).toBeUndefined();
    await catalog.answers.put('k', 'Read\u0000\ud800');
    await catalog.answers.put('k', 'Write');
    expect(await catalog.answers.get('k')).toBe('Read\u0000\ud800');
  });

  it('keeps names and ids that are too long for an index apart', async () => {
    const long = 'x'.repeat(9000);
    const tools = ['a', 'b'].map((end) => ({ name: long + end, inputSchema: {} }));
    const results = ['a', 'b'].map((end) => listedLibrary(tools, libraryEntry(`https://${long}${end}`)));
    for (const result of results) await catalog.saveResult(first.id, result);
    expect(await all(catalog.resultsOf(first.id))).toHaveLength(2);
    expect((await catalog.lastListed(`https://${long}b`))?.snapshot).toEqual(results[1]?.snapshot);
  });
});
