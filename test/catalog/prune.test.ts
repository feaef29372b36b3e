import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { PruneOptions } from '../../src/catalog/prune/prune.ts';
import { TABLES } from '../../src/catalog/schema.ts';
import { withEventId } from '../../src/model/review-event.ts';
import { definitionHash, type Tool, toolSetHash } from '../../src/model/tool.ts';
import { DATABASES, type OpenedCatalog } from './databases.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun } from './library-server.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const NIGHTS = [1, 2, 3, 4, 5];
const time = (night: number, hour = '01') => `2026-11-1${night}T${hour}:00:00.000Z`;
const runs = NIGHTS.map((night) => ({ ...nightlyRun(`run-${night}`, time(night)), finishedAt: time(night, '03') }));
/** A tool that is described otherwise every night. */
const moody = (night: number): Tool => ({ name: 'mood', description: `Night ${night}.`, inputSchema: {} });

const at = (id: string, night: number, tools: readonly Tool[] = LIBRARY_TOOLS) => {
  const result = listedLibrary(tools, libraryEntry(id));
  result.snapshot.provenance = { ...result.snapshot.provenance, at: time(night, '02') };
  return result;
};
const failed = (id: string, code: 'exited' | 'not-found') => {
  const result = failedLibrary(libraryEntry(id));
  result.failure = { ...result.failure, code };
  return result;
};

describe.each(DATABASES)('prune on $title', ({ open }) => {
  let opened: OpenedCatalog;
  let catalog: Catalog;

  beforeEach(async () => {
    opened = await open();
    catalog = opened.catalog;
    for (const [index, run] of runs.entries()) {
      const night = index + 1;
      await catalog.startRun(run);
      await catalog.saveResult(run.id, at('npm:steady', night));
      await catalog.saveResult(run.id, at('npm:moody', night, [moody(night)]));
      if (night === 1) await catalog.saveResult(run.id, at('npm:once', night, [moody(9)]));
      await catalog.saveResult(run.id, night < 3 ? at('npm:tired', night) : failed('npm:tired', 'exited'));
      await catalog.saveResult(run.id, night < 2 ? at('npm:gone', night) : failed('npm:gone', 'not-found'));
      await catalog.finishRun(run);
    }
  });
  afterEach(() => opened.close());

  /** What can be read of the newest state and of the run that stays. */
  const seen = async () => ({
    tools: await all(catalog.query.tools({})),
    servers: await all(catalog.query.servers({})),
    failures: await all(catalog.query.failures({})),
    last: await Promise.all(['npm:steady', 'npm:moody', 'npm:once', 'npm:tired'].map((id) => catalog.lastListed(id))),
    listed: (await catalog.query.stats('now')).listed,
    results: await all(catalog.resultsOf('run-5')),
    changes: await all(catalog.changes('now', { run: 'run-5' })),
    feed: await all(catalog.feed({ after: 0 })),
    found: await all(catalog.query.tools({ search: 'night' })),
  });
  const rows = async () => {
    const counts = TABLES.map(async (table) => {
      const row = await opened.raw
        .selectFrom(table)
        .select((select) => select.fn.countAll().as('n'))
        .executeTakeFirstOrThrow();
      return [table, Number(row.n)] as const;
    });
    return Object.fromEntries(await Promise.all(counts));
  };
  const prune = (options: PruneOptions) => catalog.prune(options);

  it('removes old results and what only they had, and changes nothing of the newest state', async () => {
    const before = await seen();
    const { bytes: _bytes, ...pruned } = await prune({ keepRuns: 1 });
    // Four lists of moody go; the others keep their last list, tired and gone through their failures.
    expect(pruned).toEqual({ runs: 4, results: 14, assessments: 4, lists: 4, definitions: 4, events: 0 });
    expect(await seen()).toEqual(before);
    expect(await catalog.check()).toEqual([]);
    const again = await prune({ keepRuns: 1 });
    expect(Object.values({ ...again, bytes: 0 }).every((each) => each === 0)).toBe(true);
  });

  it('says of a dry run what the true one removes, and removes nothing', async () => {
    const before = await rows();
    const dry = await prune({ before: time(4), isDryRun: true, feedReadTo: 3 });
    expect(await rows()).toEqual(before);
    const { bytes: _bytes, ...pruned } = await prune({ before: time(4), feedReadTo: 3 });
    expect(pruned).toEqual(dry);
    const after = await rows();
    expect(before.run_servers! - after.run_servers!).toBe(pruned.results);
    expect(before.snapshots! - after.snapshots!).toBe(pruned.lists);
    expect(before.definitions! - after.definitions!).toBe(pruned.definitions);
    expect(before.assessments! - after.assessments!).toBe(pruned.assessments);
    expect(before.events! - after.events!).toBe(pruned.events);
  });

  it('keeps the runs that were asked for whole', async () => {
    const whole = await all(catalog.resultsOf('run-4'));
    await prune({ keepRuns: 2, before: time(9) });
    expect(await all(catalog.resultsOf('run-4'))).toEqual(whole);
    expect((await catalog.findRun({ id: 'run-4' }))?.prunedAt).toBeUndefined();
    expect((await catalog.findRun({ id: 'run-1' }))?.prunedAt).toMatch(/^2/);
  });

  it('keeps a run that may still go on', async () => {
    const now = new Date().toISOString();
    await catalog.startRun(nightlyRun('run-long', now));
    await catalog.saveResult('run-long', at('npm:moody', 6, [moody(6)]));
    await catalog.startRun(nightlyRun('run-scan', new Date(Date.now() + 1000).toISOString()));
    await catalog.saveResult('run-scan', at('npm:moody', 7, [moody(7)]));
    await prune({ keepRuns: 1 });
    expect(await all(catalog.resultsOf('run-long'))).toHaveLength(1);
  });

  it('keeps what people decided on, with the tools beside it', async () => {
    const tool = moody(2);
    await catalog.reviews.append([
      withEventId({
        action: 'decide',
        server: 'npm:moody',
        tool: tool.name,
        definitionHash: definitionHash(tool),
        toolSetHash: toolSetHash([tool, LIBRARY_TOOLS[0]!]),
        category: 'Write',
        reason: 'it was in a mood',
        by: 'Ann',
        at: time(5),
      }),
    ]);
    const known = await catalog.reviews.knownTool('npm:moody', definitionHash(tool));
    expect(known).toBeDefined();
    await prune({ keepRuns: 1 });
    expect(await catalog.reviews.knownTool('npm:moody', definitionHash(tool))).toEqual(known);
    expect(await catalog.reviews.definitionOf(definitionHash(moody(1)))).toBeUndefined();
  });

  it('removes of the feed only what was read, and stops a consumer who would miss the rest', async () => {
    const before = await all(catalog.feed({ after: 0 }));
    await prune({ keepRuns: 1, feedReadTo: 4 });
    const after = await all(catalog.feed({ after: 0 }));
    expect(after).toEqual(before.filter(({ seq }) => seq > 4));
    expect(await all(catalog.feed({ after: 4 }))).toEqual(after);
    await expect(all(catalog.feed({ after: 2 }))).rejects.toThrow(/events up to 4 were pruned.*go on after 4/);
    await prune({ keepRuns: 1, feedReadTo: 1_000_000 });
    await catalog.saveResult('run-5', at('npm:fresh', 5));
    const [last] = (await all(catalog.feed({ after: 0 }))).slice(-1);
    expect(last).toMatchObject({ seq: before.length + 1, change: { server: 'npm:fresh' } });
  });
});
