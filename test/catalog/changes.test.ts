import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { Moment } from '../../src/catalog/queries/moment.ts';
import { DATABASES, type OpenedCatalog } from './databases.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun } from './library-server.ts';

function listedAt(id: string, at: string, tools = LIBRARY_TOOLS) {
  const result = listedLibrary(tools, libraryEntry(id));
  result.snapshot.provenance = { ...result.snapshot.provenance, at };
  return result;
}

function failedAt(id: string, at: string, code: 'exited' | 'not-found' = 'exited') {
  const result = failedLibrary(libraryEntry(id));
  result.failure = { ...result.failure, at, code };
  return result;
}

describe.each(DATABASES)('changes on $title', ({ open }) => {
  let opened: OpenedCatalog;
  let catalog: Catalog;
  const first = nightlyRun();
  const second = nightlyRun('run-20261122T010000Z-bbbbbb', '2026-11-22T01:00:00.000Z');
  const [firstNight, secondNight] = ['2026-11-21T01:00:07.000Z', '2026-11-22T01:00:07.000Z'];

  beforeEach(async () => {
    opened = await open();
    catalog = opened.catalog;
    await catalog.startRun(first);
    await catalog.startRun(second);
  });
  afterEach(() => opened.close());

  const changes = async (from: Moment, to: Moment) => {
    const found: string[] = [];
    for await (const { server, kind } of catalog.changes(from, to)) found.push(`${server} ${kind}`);
    return found;
  };

  it('stand between two runs and since a day', async () => {
    for (const id of ['npm:Desk', 'npm:attic', 'npm:gone', 'npm:tired'])
      await catalog.saveResult(first.id, listedAt(id, firstNight));
    await catalog.saveResult(second.id, listedAt('npm:Desk', secondNight, LIBRARY_TOOLS.slice(1)));
    await catalog.saveResult(second.id, listedAt('npm:attic', secondNight));
    await catalog.saveResult(second.id, failedAt('npm:tired', secondNight));
    await catalog.saveResult(second.id, failedAt('npm:gone', secondNight, 'not-found'));
    await catalog.saveResult(second.id, listedAt('npm:zoo', secondNight));
    expect(await changes({ run: first.id }, { run: second.id })).toEqual([
      'npm:Desk tool-removed',
      'npm:gone server-failed',
      'npm:tired server-failed',
      'npm:zoo server-added',
    ]);
    expect(await changes({ asOf: '2026-11-21T12:00:00.000Z' }, 'now')).toEqual([
      'npm:Desk tool-removed',
      'npm:gone server-removed',
      'npm:zoo server-added',
    ]);
    expect(await changes('now', 'now')).toEqual([]);
  });
});
