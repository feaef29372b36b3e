import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DueServer, NamedServer, Outcome, ScheduleReason } from '../../src/catalog/schedule/schedule.ts';
import type { ServerEntry } from '../../src/model/server-entry.ts';
import type { Provenance } from '../../src/model/snapshot.ts';
import { DATABASES, type OpenedCatalog } from './databases.ts';
import { failedLibrary, listedLibrary, nightlyRun } from './library-server.ts';

const RUN = 'run-night-1';
const AT = '2026-11-21T01:00:00.000Z';

function branch(name: string, more: Partial<NamedServer> = {}): NamedServer {
  const url = `https://${name}.library.example/mcp`;
  const entry: ServerEntry = {
    id: url,
    packages: [],
    remotes: [{ type: 'streamable-http', url, headers: [] }],
    origins: [{ source: 'list', name }],
  };
  return {
    target: name,
    entry,
    lane: 'remotes',
    host: `${name}.library.example`,
    isWithdrawn: false,
    isMoving: false,
    ...more,
  };
}

/** An outcome of a server that listed. */
function listed(due: DueServer, more: Partial<Extract<Outcome, { kind: 'listed' }>> = {}): Outcome {
  const { server, recordHash } = due;
  const judged = { judgedBy: 'rules-1', answerHash: 'answer-1', ran: null };
  return { kind: 'listed', server, recordHash, at: AT, reason: 'new', ...judged, ...more };
}

/** How a list of the library came about. */
function listedProvenance(): Provenance {
  const result = listedLibrary();
  if (result.status !== 'listed') throw new Error('the library lists its tools');
  return result.snapshot.provenance;
}

describe.each(DATABASES)('the schedule on $title', ({ open }) => {
  let opened: OpenedCatalog;
  beforeEach(async () => {
    opened = await open();
    await opened.catalog.startRun(nightlyRun(RUN));
  });
  afterEach(() => opened.close());

  const due = async (run = RUN): Promise<DueServer[]> => {
    const servers: DueServer[] = [];
    for await (const server of opened.catalog.schedule.due(run, 'remotes')) servers.push(server);
    return servers;
  };
  const decideAll = (run = RUN, reason: ScheduleReason = 'new') =>
    opened.catalog.schedule.decide(run, 'named', () => reason);

  it('gives what is due, each once, with hosts mixed, until it is settled', async () => {
    const { schedule } = opened.catalog;
    const names = Array.from({ length: 450 }, (_none, at) => `branch-${String(at).padStart(3, '0')}`);
    await schedule.name(
      RUN,
      names.map((name) => branch(name)),
    );
    await decideAll();
    const first = await due();
    expect(first.map(({ target }) => target).sort()).toEqual(names);
    expect(first.map(({ target }) => target)).not.toEqual(names);
    expect(first[0]).toMatchObject({ reason: 'new', lane: 'remotes', answerHash: null, listedAt: null });
    await Promise.all(first.slice(0, 300).map((server) => schedule.settle(RUN, listed(server))));
    expect(await due()).toEqual(first.slice(300));
    expect(await schedule.dueServer(RUN, first[0]?.server ?? '')).toBeUndefined();
    expect(await schedule.dueServer(RUN, first[449]?.server ?? '')).toEqual(first[449]);
    expect(await schedule.counts(RUN)).toEqual({
      named: 450,
      withdrawn: 0,
      unnamed: 0,
      reasons: { new: 450 },
      remaining: 150,
      lanes: { installs: 0, stdio: 0, remotes: 150 },
    });
  });

  it('tells facts as they were left: of a list, of failures in a row, of a record that moved', async () => {
    const { schedule } = opened.catalog;
    await schedule.name(RUN, [branch('east'), branch('west')]);
    await decideAll();
    const [one, other] = await due();
    if (one === undefined || other === undefined) throw new Error('two were named');
    await schedule.settle(RUN, listed(one));
    const { server, recordHash } = other;
    const failed: Outcome = { kind: 'failed', server, recordHash, at: AT, reason: 'new', code: 'unreachable' };
    await schedule.settle(RUN, failed);
    await schedule.settle(RUN, failed);
    const moved = { ...branch(other.target), entry: { ...branch(other.target).entry, version: '2.0.0' } };
    const facts = await schedule.factsOf([branch(one.target), moved, branch('north')]);
    expect(facts).toMatchObject([
      { server: one.server, triedHash: one.recordHash, listedAt: AT, judgedBy: 'rules-1', failures: 0 },
      { triedAt: AT, listedAt: null, failureCode: 'unreachable', failures: 2 },
      { triedAt: null, triedHash: null, failures: 0 },
    ]);
    expect(facts[0]?.recordHash).toBe(one.recordHash);
    expect(facts[1]?.recordHash).not.toBe(other.recordHash);
  });

  it('leaves out what is withdrawn, and what is named no more unless all that is known counts', async () => {
    const { schedule } = opened.catalog;
    await schedule.name(RUN, [branch('east'), branch('west'), branch('north', { isWithdrawn: true })]);
    const next = 'run-night-2';
    await opened.catalog.startRun(nightlyRun(next));
    await schedule.name(next, [branch('east')]);
    await decideAll(next);
    expect((await due(next)).map(({ target }) => target)).toEqual(['east']);
    expect(await schedule.counts(next)).toMatchObject({ named: 1, withdrawn: 1, unnamed: 1 });
    await schedule.decide(next, 'known', () => 'aged');
    expect((await due(next)).map(({ target }) => target).sort()).toEqual(['east', 'west']);
  });

  it('knows an answer only while the catalogue holds the list that it was', async () => {
    const { catalog } = opened;
    const east = branch('east');
    await catalog.schedule.name(RUN, [east]);
    await decideAll();
    const [server] = await due();
    if (server === undefined) throw new Error('one was named');
    const result = listedLibrary(undefined, east.entry);
    await catalog.saveResult(RUN, result, listed(server));
    expect(await due()).toEqual([]);
    const night = async (run: string): Promise<DueServer | undefined> => {
      await catalog.startRun(nightlyRun(run));
      await catalog.schedule.name(run, [east]);
      await decideAll(run, 'aged');
      return (await due(run))[0];
    };
    const second = await night('run-night-2');
    expect(second).toMatchObject({ answerHash: 'answer-1', judgedBy: 'rules-1', listedAt: AT });
    if (second === undefined || result.status !== 'listed') throw new Error('it was due');
    const provenance = { ...result.snapshot.provenance, at: '2026-11-22T01:00:00.000Z' };
    await catalog.schedule.saveUnchanged('run-night-2', { due: second, provenance });
    expect(await due('run-night-2')).toEqual([]);
    expect((await catalog.lastListed(east.entry.id))?.at).toBe('2026-11-22T01:00:00.000Z');
    expect(await catalog.schedule.figures('run-night-2', AT)).toMatchObject({ done: 1, unchanged: 1, new: 0 });
    await catalog.startRun(nightlyRun('run-scan'));
    const [, ...fewer] = result.snapshot.tools;
    await catalog.saveResult('run-scan', listedLibrary(fewer, east.entry));
    expect(await night('run-night-3')).toMatchObject({ answerHash: null });
  });

  it('saves results with their outcomes, each pair wholly or not at all', async () => {
    const { catalog } = opened;
    const names = ['east', 'north', 'west'];
    await catalog.schedule.name(
      RUN,
      names.map((name) => branch(name)),
    );
    await decideAll();
    const saving = (await due()).map((server) => {
      const result = listedLibrary(undefined, server.entry);
      // A server that stands in no run cannot be saved.
      return catalog.saveResult(server.target === 'north' ? 'run-of-nobody' : RUN, result, listed(server));
    });
    const ends = await Promise.allSettled(saving);
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect((await due()).map(({ target }) => target)).toEqual(['north']);
    expect([...(await catalog.statusesOf(RUN)).keys()]).toHaveLength(2);
    expect(await catalog.lastListed(branch('north').entry.id)).toBeUndefined();
  });

  it('tells in the feed which of many unchanged servers had failed before', async () => {
    const { catalog } = opened;
    const named = ['east', 'north', 'west'].map((name) => branch(name));
    await catalog.schedule.name(RUN, named);
    await decideAll();
    for (const server of await due())
      await catalog.saveResult(RUN, listedLibrary(undefined, server.entry), listed(server));
    await catalog.startRun(nightlyRun('run-scan'));
    await catalog.saveResult('run-scan', failedLibrary(branch('north').entry));
    const next = 'run-night-2';
    await catalog.startRun(nightlyRun(next));
    await catalog.schedule.name(next, named);
    await decideAll(next, 'aged');
    const provenance = { ...listedProvenance(), at: '2026-11-22T01:00:00.000Z' };
    const again = await due(next);
    await Promise.all(again.map((server) => catalog.schedule.saveUnchanged(next, { due: server, provenance })));
    const told: string[] = [];
    for await (const { run, change } of catalog.feed({ after: 0 }))
      if (run === next) told.push(`${change.kind} ${change.server}`);
    expect(told).toEqual([`server-recovered ${branch('north').entry.id}`]);
    expect(await catalog.schedule.figures(next, AT)).toMatchObject({ done: 3, unchanged: 3 });
  });

  it('counts failures and stale lists for the account', async () => {
    const { catalog } = opened;
    const east = branch('east');
    await catalog.schedule.name(RUN, [east, branch('west')]);
    await decideAll();
    for (const server of await due()) {
      if (server.target === 'east')
        await catalog.saveResult(RUN, listedLibrary(undefined, server.entry), listed(server));
      else await catalog.schedule.settle(RUN, listed(server));
    }
    const next = 'run-night-2';
    await catalog.startRun(nightlyRun(next));
    await catalog.schedule.name(next, [east]);
    await decideAll(next, 'aged');
    const [server] = await due(next);
    if (server === undefined) throw new Error('it was due');
    const failure = failedLibrary(server.entry);
    const { code, at } = failure.status === 'failed' ? failure.failure : { code: 'empty' as const, at: AT };
    const { recordHash } = server;
    const outcome = { kind: 'failed', server: server.server, recordHash, at, reason: 'aged', code } as const;
    await catalog.saveResult(next, failure, outcome);
    const figures = await catalog.schedule.figures(next, '2026-11-24T01:00:00.000Z');
    expect(figures).toMatchObject({
      done: 1,
      failed: { total: 1, codes: [{ code, servers: 1, examples: [{ server: server.server }] }] },
      newlyUnreachable: { total: 1, examples: [{ server: server.server, code, lastListedAt: AT }] },
      stale: { total: 1, examples: [{ server: server.server, listedAt: AT, ageMs: 3 * 86_400_000 }] },
      catalog: { listed: 1 },
    });
  });
});
