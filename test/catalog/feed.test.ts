import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { saveResult } from '../../src/catalog/save-result.ts';
import { DATABASES, freshSchema, type OpenedCatalog, POSTGRES_URL } from './databases.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun, verdictOn } from './library-server.ts';

const at = (id: string, tools = LIBRARY_TOOLS) => listedLibrary(tools, libraryEntry(id));

async function read(catalog: Catalog, after: number, limit?: number): Promise<[seq: number, line: string][]> {
  const found: [number, string][] = [];
  for await (const { seq, change } of catalog.feed({ after, ...(limit === undefined ? {} : { limit }) }))
    found.push([seq, `${change.server} ${change.kind}${'tool' in change ? ` ${change.tool}` : ''}`]);
  return found;
}

describe.each(DATABASES)('the feed on $title', ({ open }) => {
  let opened: OpenedCatalog;
  let catalog: Catalog;
  const runs = [1, 2, 3, 4].map((night) => nightlyRun(`run-${night}`, `2026-11-2${night}T01:00:00.000Z`));
  const night = (number: number) => runs[number - 1]?.id ?? '';

  beforeEach(async () => {
    opened = await open();
    catalog = opened.catalog;
    for (const run of runs) await catalog.startRun(run);
  });
  afterEach(() => opened.close());

  it('tells night after night what changed, and can be resumed from any number', async () => {
    await catalog.saveResult(night(1), at('npm:desk'));
    expect(await read(catalog, 0)).toEqual([[1, 'npm:desk server-added']]);
    await catalog.saveResult(night(2), at('npm:desk'));
    expect(await read(catalog, 1)).toEqual([]);
    const turned = at('npm:desk', [{ ...LIBRARY_TOOLS[0]!, description: 'Sell a book.' }, LIBRARY_TOOLS[1]!]);
    turned.classifications[0] = verdictOn(turned.snapshot.tools[0]!, { category: 'Financial', severity: 'critical' });
    await catalog.saveResult(night(3), turned);
    const told = [
      [2, 'npm:desk definition-changed find_book'],
      [3, 'npm:desk risk-changed find_book'],
      [4, 'npm:desk tool-removed burn_book'],
    ];
    expect(await read(catalog, 1)).toEqual(told);
    expect(await read(catalog, 2, 1)).toEqual([told[1]]);
    expect(await read(catalog, 1)).toEqual(told);
    const items = [];
    for await (const { change } of catalog.feed({ after: 1, limit: 2 })) items.push(change);
    expect(items).toMatchObject([
      { sameVersion: 'npm:library-desk@1.2.0' },
      { from: 'Read', to: 'Financial', direction: 'up', isNewlyCritical: true, definitionChanged: true },
    ]);
  });

  it('tells when a server fails, when it fails otherwise, and when it is listed again', async () => {
    const failed = (code: 'exited' | 'start-timeout') => {
      const result = failedLibrary(libraryEntry('npm:desk'));
      return { ...result, failure: { ...result.failure, code } };
    };
    await catalog.saveResult(night(1), at('npm:desk'));
    await catalog.saveResult(night(2), failed('exited'));
    await catalog.saveResult(night(2), failed('exited'));
    await catalog.saveResult(night(3), failed('exited'));
    await catalog.saveResult(night(3), failed('start-timeout'));
    await catalog.saveResult(night(4), at('npm:desk'));
    await catalog.saveResult(night(4), at('npm:desk'));
    expect(await read(catalog, 1)).toEqual([
      [2, 'npm:desk server-failed'],
      [3, 'npm:desk server-failed'],
      [4, 'npm:desk server-recovered'],
    ]);
    const items = [];
    for await (const { change } of catalog.feed({ after: 2 })) items.push(change);
    expect(items).toMatchObject([
      { code: 'start-timeout', message: 'the server ended with code 1' },
      { code: 'start-timeout' },
    ]);
  });

  it('tells of a server that was never listed when it fails, and of its first list', async () => {
    await catalog.saveResult(night(1), failedLibrary());
    await catalog.saveResult(night(2), at('npm:library-cellar'));
    expect(await read(catalog, 0)).toEqual([
      [1, 'npm:library-cellar server-failed'],
      [2, 'npm:library-cellar server-added'],
    ]);
  });

  it('tells when a registry no longer knows a server, once, and when it is back', async () => {
    await catalog.saveResult(night(1), at('npm:desk'));
    const gone = failedLibrary(libraryEntry('npm:desk'));
    gone.failure = { ...gone.failure, code: 'not-found' };
    await catalog.saveResult(night(2), gone);
    await catalog.saveResult(night(3), gone);
    expect((await catalog.query.stats('now')).listed).toBe(0);
    expect((await catalog.saveResult(night(4), at('npm:desk'))).change).toBe('new');
    expect(await read(catalog, 1)).toEqual([
      [2, 'npm:desk server-removed'],
      [3, 'npm:desk server-added'],
    ]);
  });

  it('tells nothing of a server that could not be saved', async () => {
    await expect(catalog.saveResult('run-of-nobody', at('npm:desk'))).rejects.toThrow();
    expect(await read(catalog, 0)).toEqual([]);
  });
});

describe.skipIf(POSTGRES_URL === undefined)('the feed beside slow writers on PostgreSQL', () => {
  it('gives an event that is committed late a later number than those read before', async () => {
    const opened = await DATABASES.find(({ title }) => title === 'PostgreSQL')!.open();
    const run = nightlyRun();
    await opened.catalog.startRun(run);
    const [slow, slower] = [
      await opened.raw.startTransaction().execute(),
      await opened.raw.startTransaction().execute(),
    ];
    await saveResult(slower, 'postgres', run.id, at('npm:slower', LIBRARY_TOOLS.slice(0, 1)));
    await saveResult(slow, 'postgres', run.id, at('npm:slow', LIBRARY_TOOLS.slice(1, 2)));
    expect(await read(opened.catalog, 0)).toEqual([]);
    await opened.catalog.saveResult(run.id, at('npm:quick', LIBRARY_TOOLS.slice(2)));
    expect(await read(opened.catalog, 0)).toEqual([[1, 'npm:quick server-added']]);
    await slow.commit().execute();
    expect(await read(opened.catalog, 1)).toEqual([[2, 'npm:slow server-added']]);
    await slower.commit().execute();
    expect(await read(opened.catalog, 2)).toEqual([[3, 'npm:slower server-added']]);
    await opened.close();
  });

  it('is read without a gap, a repetition or a loss by consumers that poll while writers dawdle', async () => {
    const schema = await freshSchema(POSTGRES_URL ?? '');
    const opened = await Promise.all([1, 2, 3, 4].map(async () => openCatalog(schema.url)));
    const [writers, readers] = [opened.slice(0, 2), opened.slice(2)];
    const run = nightlyRun();
    await opened[0]?.startRun(run);
    const each = 40;
    let isDone = false;
    const writing = async () => {
      await Promise.all(
        writers.map(async (catalog, name) => {
          for (let index = 0; index < each; index += 1) {
            const ids = [0, 1, 2].map((part) => `npm:w${name}-${index}-${part}`);
            await Promise.all(ids.map((id) => catalog.saveResult(run.id, at(id))));
            await setTimeout((index * 7) % 11);
          }
        }),
      );
      isDone = true;
    };
    const consume = async (catalog: Catalog) => {
      const seen: [number, string][] = [];
      for (let last = false; !last; ) {
        last = isDone;
        seen.push(...(await read(catalog, seen.at(-1)?.[0] ?? 0)));
      }
      return seen;
    };
    const [a, b] = await Promise.all([...readers.map(consume), writing()]);
    expect(a).toEqual(b);
    expect(a?.map(([seq]) => seq)).toEqual(Array.from({ length: each * 6 }, (_none, index) => index + 1));
    expect(new Set(a?.map(([, line]) => line)).size).toBe(each * 6);
    for (const catalog of opened) await catalog.close();
    await schema.drop();
  });
});
