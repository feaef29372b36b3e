import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCatalog } from '../../../src/catalog/open-catalog.ts';
import { Account } from '../../../src/model/account.ts';
import { Fault } from '../../../src/model/fault.ts';
import { Secret } from '../../../src/model/secret.ts';
import { runNight } from '../../../src/pipeline/nightly/nightly.ts';
import { planNight } from '../../../src/pipeline/nightly/plan-night.ts';
import { readRunFolder } from '../../../src/pipeline/read-run-folder.ts';
import { decideTool } from '../../../src/pipeline/review-decide.ts';
import { Overrides } from '../../../src/policy/overrides/overrides.ts';
import { answerText, completion, startFakeLlm } from '../../servers/fake-llm.ts';
import { entryOf, startRegistry } from '../../sources/registry-server.ts';
import { type Harbour, MOOR, nameBerths, nightOf, openHarbour, readText, SINK, toolsAt } from './harbour.ts';

const FIRST = '2026-11-21T01:00:00Z';
/** Less than the maximum age later, and more. */
const SECOND = '2026-11-22T01:00:00Z';
const LATER = '2026-11-29T01:00:00Z';

let harbour: Harbour;
beforeEach(async () => {
  harbour = await openHarbour();
  harbour.berths.set('north', [MOOR]).set('south', [MOOR, SINK]).set('west', 503);
  nameBerths(harbour, ['north', 'south', 'west']);
});
afterEach(() => harbour.close());

/** Rows of the tables that hold lists and verdicts. */
async function listRows(): Promise<Record<string, number>> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(harbour.folder, 'catalog.db'), { readOnly: true });
  const tables = ['definitions', 'snapshots', 'assessments', 'classifications', 'entries', 'events'];
  const rows = tables.map((table) => [table, database.prepare(`select count(*) as n from ${table}`).get()?.n]);
  database.close();
  return Object.fromEntries(rows);
}

describe('a night', () => {
  it('looks at every new server, and gives an account that is kept', async () => {
    const tools = toolsAt(FIRST);
    const { account, written } = await runNight(nightOf(harbour, { out: { folder: 'nights' } }), tools);
    expect(account).toMatchObject({
      state: 'complete',
      due: { total: 3, reasons: { new: 3 } },
      notDue: 0,
      listed: 2,
      new: 2,
      failed: { total: 1, codes: [{ code: 'unreachable', servers: 1, examples: [{ server: harbour.idOf('west') }] }] },
      remaining: 0,
      catalog: { servers: 3, listed: 2, tools: 3 },
    });
    const folder = join(harbour.folder, 'nights', account.run);
    expect(written).toContain(folder);
    expect(Account.parse(JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8')))).toEqual(account);
    const { run, summary, results } = await readRunFolder(folder);
    expect(run).toMatchObject({ id: account.run, finishedAt: '2026-11-21T01:00:00.000Z' });
    expect(summary).toMatchObject({ servers: 3, listed: 2, failed: 1, tools: 3 });
    for await (const result of results()) expect(result.entry.origins[0]?.source).toBe('argument');
    expect(readdirSync(join(folder, 'policies'))).toHaveLength(2);
    expect(readText(harbour, 'nights', account.run, 'report.md')).toContain('delete_ship');
    const catalog = await openCatalog(join(harbour.folder, 'catalog.db'));
    expect(await catalog.schedule.account('last')).toEqual(account);
    await catalog.close();
  });

  it('writes policies by the overrides of its config, and tells what it refuses', async () => {
    const overrides = Overrides.parse({
      version: 1,
      servers: {
        [harbour.idOf('south')]: {
          tools: {
            get_mooring: { because: 'by day only', decision: 'ask' },
            delete_ship: { because: 'a mistake', decision: 'allow' },
          },
        },
        'npm:not-tonight': { tools: {} },
      },
    });
    const tools = toolsAt(FIRST);
    const night = nightOf(harbour, { out: { folder: 'nights', reports: ['json'] } }, { overrides });
    const { account } = await runNight(night, tools);
    const folder = join(harbour.folder, 'nights', account.run);
    const policies = readdirSync(join(folder, 'policies')).map((file) =>
      JSON.parse(readFileSync(join(folder, 'policies', file), 'utf8')),
    );
    const south = policies.find(({ hide }) => hide.includes('delete_ship'));
    expect(south.tools.get_mooring.deny_if[0].on_deny).toBe('Requires human approval.');
    expect(policies.find((each) => each !== south).tools.get_mooring).toEqual({});
    expect(tools.notes.filter((note) => note.includes('add loosen: true'))).toHaveLength(1);
    expect(tools.notes.join()).not.toContain('npm:not-tonight');
  });

  it('contacts nobody when nothing is due', async () => {
    await runNight(nightOf(harbour), toolsAt(FIRST));
    const asked = harbour.server.requests.length;
    const backOff = { unreachable: { first: '3d', most: '3d' } };
    const { account } = await runNight(nightOf(harbour, { backOff }), toolsAt(SECOND));
    expect(account).toMatchObject({ due: { total: 0 }, notDue: 3, done: 0, stale: { total: 0 } });
    expect(harbour.server.requests).toHaveLength(asked);
  });

  it('classifies nothing and keeps one small row where a list did not change', async () => {
    await runNight(nightOf(harbour), toolsAt(FIRST));
    const before = await listRows();
    const tools = toolsAt(LATER);
    const { account, news } = await runNight(nightOf(harbour), tools);
    expect(account).toMatchObject({ due: { reasons: { aged: 2, 'back-off': 1 } }, unchanged: 2, new: 0, changed: 0 });
    expect(harbour.listings('north')).toBe(2);
    expect(tools.classified).toEqual([]);
    expect(await listRows()).toEqual(before);
    expect(news.servers).toBe(1);
    const catalog = await openCatalog(join(harbour.folder, 'catalog.db'));
    expect((await catalog.lastListed(harbour.idOf('north')))?.at).toBe('2026-11-29T01:00:00.000Z');
    await catalog.close();
  });

  it('classifies only what changed, and tells of new tools and of risk that rose', async () => {
    harbour.berths.set('north', [{ name: 'mooring', description: 'Reads the mooring of a ship.' }]);
    await runNight(nightOf(harbour), toolsAt(FIRST));
    harbour.berths.set('north', [{ name: 'mooring', description: 'Deletes the mooring of a ship for ever.' }, SINK]);
    const tools = toolsAt(LATER);
    const { account } = await runNight(nightOf(harbour), tools);
    expect(account).toMatchObject({
      changed: 1,
      unchanged: 1,
      newTools: {
        total: 1,
        examples: [{ server: harbour.idOf('north'), tool: 'delete_ship', category: 'Destructive' }],
      },
      risen: { total: 1, examples: [{ tool: 'mooring', from: 'Read', to: 'Destructive' }] },
    });
    expect(tools.classified.sort()).toEqual(['delete_ship', 'mooring']);
  });

  it('keeps the last good list of a server that fails, marked stale with its age', async () => {
    await runNight(nightOf(harbour), toolsAt(FIRST));
    harbour.berths.set('south', 500);
    const { account } = await runNight(nightOf(harbour), toolsAt(LATER));
    const server = harbour.idOf('south');
    const listedAt = '2026-11-21T01:00:00.000Z';
    expect(account).toMatchObject({
      newlyUnreachable: { total: 1, examples: [{ server, code: 'unreachable', lastListedAt: listedAt }] },
      stale: { total: 1, examples: [{ server, listedAt, ageMs: 8 * 86_400_000 }] },
      catalog: { listed: 2, tools: 3 },
    });
    const catalog = await openCatalog(join(harbour.folder, 'catalog.db'));
    expect((await catalog.query.stats('now')).listed).toBe(2);
    for await (const row of catalog.query.servers({ server }))
      expect(row).toMatchObject({ server, tools: 2, listedAt, failing: 'unreachable' });
    await catalog.close();
    harbour.berths.set('south', [MOOR, SINK]);
    const { account: healed } = await runNight(nightOf(harbour), toolsAt('2026-12-20T01:00:00Z'));
    expect(healed).toMatchObject({ stale: { total: 0 }, newlyUnreachable: { total: 0 } });
  });

  it('classifies stored lists again when the rules moved, without contact', async () => {
    await runNight(nightOf(harbour), toolsAt(FIRST));
    const asked = harbour.server.requests.length;
    const tools = toolsAt('2026-11-21T02:00:00Z');
    const moved = { ...tools.classifier, versions: { ...tools.classifier.versions, rules: 'of tomorrow' } };
    const { account } = await runNight(nightOf(harbour), { ...tools, classifier: moved });
    expect(account).toMatchObject({ due: { total: 2, reasons: { rejudge: 2 } }, listed: 2 });
    expect(tools.classified).toHaveLength(3);
    expect(harbour.server.requests).toHaveLength(asked);
    const again = await runNight(nightOf(harbour), { ...toolsAt('2026-11-21T03:00:00Z'), classifier: moved });
    expect(again.account.due.total).toBe(0);
  });

  it("brings a person's decision to an unchanged list", async () => {
    await runNight(nightOf(harbour), toolsAt(FIRST));
    const catalog = await openCatalog(join(harbour.folder, 'catalog.db'));
    const which = { server: harbour.idOf('south'), tool: 'get_mooring' };
    const said = { by: 'Ann', reason: 'it wakes the harbour master', at: '2026-11-21T09:00:00.000Z' };
    await decideTool(catalog.reviews, which, { category: 'Write' }, said);
    await catalog.close();
    await runNight(nightOf(harbour), toolsAt(LATER));
    const later = await openCatalog(join(harbour.folder, 'catalog.db'));
    const verdicts = (await later.lastListed(which.server))?.classifications ?? [];
    expect(verdicts.map(({ category, decidedBy }) => [category, decidedBy])).toContainEqual(['Write', 'person']);
    await later.close();
  });

  it('fetches no package when the disk is nearly full, says so, and keeps it for the next start', async () => {
    writeFileSync(join(harbour.folder, 'servers.txt'), `npm:tide-tables@1.0.0\n${harbour.idOf('north')}\n`);
    const tools = toolsAt(FIRST);
    const { account } = await runNight(nightOf(harbour, { diskFloor: '1000000GB' }), tools);
    expect(account).toMatchObject({ state: 'interrupted', listed: 1, remaining: 1 });
    expect(tools.notes.join()).toMatch(/has less than .* MB free: no more packages are fetched; make room there/);
  });

  it('does not look at what is named no more, unless a listing ended early', async () => {
    await runNight(nightOf(harbour), toolsAt(FIRST));
    nameBerths(harbour, ['north']);
    const named = await runNight(nightOf(harbour), toolsAt(LATER));
    expect(named.account).toMatchObject({ sources: { servers: 1, unnamed: 2 }, due: { total: 1 } });
    const broken = [
      { kind: 'list', from: 'servers.txt' },
      { kind: 'list', from: 'gone.txt' },
    ];
    const early = await runNight(nightOf(harbour, { sources: broken }), toolsAt('2026-12-20T01:00:00Z'));
    expect(early.account).toMatchObject({
      sources: { servers: 1, unnamed: 0, isIncomplete: true, problems: 1 },
      due: { total: 3 },
      catalog: { listed: 2 },
    });
  });

  it('leaves out what every source withdrew, and says so', async () => {
    const record = (name: string, status: string) =>
      JSON.stringify({
        server: { name: `io.harbour/${name}`, remotes: [{ type: 'streamable-http', url: harbour.idOf(name) }] },
        _meta: { 'io.modelcontextprotocol.registry/official': { status } },
      });
    writeFileSync(join(harbour.folder, 'all.jsonl'), `${record('north', 'active')}\n${record('south', 'deleted')}\n`);
    const sources = [{ kind: 'mcp-registry', from: 'all.jsonl' }];
    const { account } = await runNight(nightOf(harbour, { sources }), toolsAt(FIRST));
    expect(account).toMatchObject({ sources: { servers: 1, withdrawn: 1 }, due: { total: 1 } });
    expect(harbour.listings('south')).toBe(0);
  });

  it('asks a registry only for what changed since the night before, and still knows all its servers', async () => {
    const entry = (name: string, updatedAt: string) => {
      const remotes = [{ type: 'streamable-http', url: harbour.idOf(name) }];
      return entryOf(name, { updatedAt, server: { name: `io.harbour/${name}`, packages: [], remotes } });
    };
    let servers = [entry('north', '2026-11-01T00:00:00Z'), entry('south', '2026-11-02T00:00:00Z')];
    const registry = await startRegistry(() => ({ servers }));
    const night = nightOf(harbour, { sources: [{ kind: 'mcp-registry', from: registry.base }] });
    try {
      expect((await runNight(night, toolsAt(FIRST))).account).toMatchObject({ sources: { servers: 2 }, listed: 2 });
      servers = [];
      expect((await planNight(night, toolsAt(SECOND))).servers).toBe(0);
      const { account } = await runNight(night, toolsAt(SECOND));
      expect(account.sources).toMatchObject({ servers: 2, unnamed: 0 });
      expect(registry.requests.map((path) => path.includes('updated_since'))).toEqual([false, false, true]);
    } finally {
      await registry.close();
    }
  });

  it('tells of one tool set under many servers', async () => {
    harbour.berths.set('west', [MOOR]);
    const { account } = await runNight(nightOf(harbour), toolsAt(FIRST));
    expect(account.clones).toMatchObject({
      toolSets: 1,
      servers: 2,
      examples: [{ tools: 1, servers: 2, examples: [harbour.idOf('north'), harbour.idOf('west')] }],
    });
  });

  it('brings a secret to its one server, and into no file', async () => {
    const canary = 'canary-4f1c9a77e2';
    const secrets = new Map([
      [harbour.idOf('north'), { env: new Map(), headers: new Map([['X-Key', new Secret(canary)]]) }],
    ]);
    await runNight(nightOf(harbour, { out: { folder: 'nights' } }, { secrets }), toolsAt(FIRST));
    const told = harbour.server.requests.filter(({ headers }) => headers['x-key'] === canary);
    expect(new Set(told.map(({ path }) => path))).toEqual(new Set(['/north']));
    const files = readdirSync(harbour.folder, { recursive: true, encoding: 'utf8' }).map((file) =>
      join(harbour.folder, file),
    );
    for (const file of files.filter((each) => statSync(each).isFile()))
      expect(readFileSync(file).includes(canary), file).toBe(false);
  });
});

describe('a night that asks a language model', () => {
  it('asks about a doubt once: not again while the question stands, and again when the answer was no use', async () => {
    harbour.berths.set('north', [{ name: 'scuttle', description: 'Does what the harbour master asks.' }]);
    nameBerths(harbour, ['north']);
    let isDown = true;
    const model = await startFakeLlm((request) =>
      isDown
        ? { body: completion('no answer at all') }
        : { body: completion(answerText(request, () => ({ category: 'Destructive', confidence: 0.9 }))) },
    );
    const llm = { mode: 'always' as const, model: 'small', baseUrl: model.baseUrl, concurrency: 1, deadlineMs: 2000 };
    const night = nightOf(harbour, {}, { llm });
    try {
      await runNight(night, toolsAt(FIRST));
      const whileDown = model.requests.length;
      expect(whileDown).toBeGreaterThan(0);
      isDown = false;
      const { account } = await runNight(night, toolsAt('2026-11-21T03:00:00Z'));
      expect(account).toMatchObject({ due: { reasons: { rejudge: 1 } }, llm: { model: 'small' } });
      const asked = model.requests.length;
      expect(asked).toBeGreaterThan(whileDown);
      await runNight(night, toolsAt(SECOND));
      await runNight(night, toolsAt(LATER));
      expect(model.requests).toHaveLength(asked);
      expect(harbour.listings('north')).toBe(2);
    } finally {
      await model.close();
    }
  });
});

describe('a plan', () => {
  it('says what would be done and why, contacts nobody and writes nothing', async () => {
    const fresh = await planNight(nightOf(harbour), toolsAt(FIRST));
    expect(fresh).toMatchObject({ servers: 3, due: { new: 3 }, lanes: { remotes: 3, installs: 0 } });
    expect(harbour.server.requests).toEqual([]);
    expect(readdirSync(harbour.folder).filter((name) => name.startsWith('catalog'))).toEqual([]);
    await runNight(nightOf(harbour), toolsAt(FIRST));
    const before = readFileSync(join(harbour.folder, 'catalog.db'));
    const plan = await planNight(nightOf(harbour), toolsAt(LATER));
    expect(plan).toMatchObject({ due: { aged: 2, 'back-off': 1 } });
    expect(plan.examples).toContainEqual({ server: harbour.idOf('west'), reason: 'back-off' });
    expect(readFileSync(join(harbour.folder, 'catalog.db')).equals(before)).toBe(true);
  });
});

describe('a night that is stopped', () => {
  it('says so in its account, and the next start does the rest and nothing twice', async () => {
    const berths = Array.from({ length: 40 }, (_none, at) => `berth-${at}`);
    for (const berth of berths)
      harbour.berths.set(berth, [MOOR, { name: `list_${berth}`, description: 'Lists ships.' }]);
    harbour.berths.set('mist', 'silent');
    nameBerths(harbour, ['mist', ...berths]);
    const stop = new AbortController();
    let done = 0;
    const tools = toolsAt(FIRST, {
      signal: stop.signal,
      onProgress: () => {
        done += 1;
        if (done === 15) stop.abort(new Fault('interrupted', 'start', 'the run was stopped'));
      },
    });
    const { account } = await runNight(nightOf(harbour, { out: { folder: 'nights' } }), tools);
    expect(account.state).toBe('interrupted');
    expect(account.remaining).toBeGreaterThan(10);
    expect(account.done + account.remaining).toBe(41);
    harbour.berths.set('mist', [MOOR]);
    const resumed = toolsAt('2026-11-21T02:00:00Z');
    const night = await runNight(nightOf(harbour, { out: { folder: 'nights' } }), resumed);
    expect(night.account).toMatchObject({ run: account.run, state: 'complete', resumed: 1, listed: 41, new: 41 });
    expect(resumed.notes[0]).toContain(`${account.remaining} of 41 servers remain`);
    const twice = berths.filter((berth) => harbour.listings(berth) > 1);
    expect(twice.length).toBeLessThanOrEqual(8);
    for (const berth of twice) expect(harbour.listings(berth)).toBe(2);
    expect(readdirSync(join(harbour.folder, 'nights'))).toEqual([account.run]);
    const { summary } = await readRunFolder(join(harbour.folder, 'nights', account.run));
    expect(summary.listed).toBe(41);
    expect(readdirSync(join(harbour.folder, 'nights', account.run, 'policies'))).toHaveLength(41);
  });

  it('is not taken up again when it began too long ago', async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Fault('interrupted', 'start', 'the run was stopped'));
    const { account } = await runNight(nightOf(harbour), toolsAt(FIRST, { signal: stop.signal, onProgress }));
    expect(account).toMatchObject({ state: 'interrupted', remaining: 3 });
    const next = await runNight(nightOf(harbour), toolsAt(SECOND));
    expect(next.account.run).not.toBe(account.run);
    expect(next.account).toMatchObject({ state: 'complete', resumed: 0, listed: 2 });
  });
});
