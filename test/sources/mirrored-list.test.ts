import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/model/event.ts';
import { DEFAULT_FETCH_LIMITS } from '../../src/sources/registries/fetch-json.ts';
import { openMirrorFile } from '../../src/sources/registries/mirror-file.ts';
import { listMirrored } from '../../src/sources/registries/mirrored-list.ts';
import { registryApi } from '../../src/sources/registries/registry-api.ts';
import { type Collected, collect } from './collect.ts';
import { entryOf, startRegistry, type TestRegistry } from './registry-server.ts';

const LIMITS = { ...DEFAULT_FETCH_LIMITS, requestMs: 300, tries: 2, firstWaitMs: 1, longestWaitMs: 20 };
const DAY_MS = 86_400_000;

let folder = '';
let registry: TestRegistry;
/** What the registry holds, by page; it heeds `updated_since` as the official one does. */
let pages: { name: string; updatedAt: string; status?: string; isLatest?: boolean }[][] = [];
let brokenPage: number | undefined;
/** What it answers in place of a page. */
let broken: string | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-mirror-'));
  brokenPage = undefined;
  broken = undefined;
  pages = [
    [
      { name: 'tides', updatedAt: '2026-11-01T08:00:00Z' },
      { name: 'locks', updatedAt: '2026-11-02T08:00:00Z' },
    ],
    [{ name: 'berths', updatedAt: '2026-11-03T08:00:00Z' }],
  ];
  registry = await startRegistry((_request, response, url) => {
    const page = Number(url.searchParams.get('cursor') ?? 0);
    if (page === brokenPage) return void response.end('<html>');
    if (broken !== undefined) return void response.end(broken);
    const since = Date.parse(url.searchParams.get('updated_since') ?? '1970-01-01');
    const hasDeleted = url.searchParams.get('include_deleted') === 'true';
    const servers = (pages[page] ?? [])
      .filter(({ updatedAt, status }) => Date.parse(updatedAt) >= since && (hasDeleted || status !== 'deleted'))
      .map(({ name, ...more }) => entryOf(name, more));
    return { servers, metadata: page + 1 < pages.length ? { nextCursor: `${page + 1}` } : {} };
  });
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A night's list, on a day of November. */
async function listOn(day: number): Promise<Collected & { requests: string[]; notes: string[] }> {
  const from = registry.requests.length;
  const now = () => new Date(Date.UTC(2026, 10, day, 12));
  const api = registryApi(new URL(registry.base), undefined, LIMITS);
  const notes: string[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.type === 'note') notes.push(event.message);
  };
  const found = await collect(listMirrored(api, { folder, relistAfterMs: 7 * DAY_MS, now }, onEvent));
  return { ...found, requests: registry.requests.slice(from), notes };
}

const idsOf = ({ targets }: Collected): string[] => targets.map(({ entry }) => entry.id);

describe('the list of a registry that is mirrored', () => {
  it('is whole each time, though the registry is asked only for what changed since its newest entry', async () => {
    expect(idsOf(await listOn(4))).toEqual(['npm:berths', 'npm:locks', 'npm:tides']);
    pages = [
      [
        { name: 'tides', updatedAt: '2026-11-04T20:00:00Z', status: 'deprecated' },
        { name: 'cranes', updatedAt: '2026-11-04T21:00:00Z' },
      ],
    ];
    const second = await listOn(5);
    expect(second.requests).toHaveLength(1);
    const asked = new URL(second.requests[0] ?? '', registry.base).searchParams;
    expect(asked.get('updated_since')).toBe('2026-11-03T07:45:00.000Z');
    expect(idsOf(second)).toEqual(['npm:berths', 'npm:cranes', 'npm:locks', 'npm:tides']);
    expect(second.targets[3]?.entry.origins[0]?.status).toBe('deprecated');
    expect(second.problems).toEqual([]);
    expect(second.notes).toEqual([
      `asked the registry ${registry.base} for what changed since 2026-11-03T08:00:00.000Z: 2 entries`,
    ]);
  });

  it('learns what was deleted, and keeps the newest version', async () => {
    await listOn(4);
    pages = [
      [
        { name: 'locks', updatedAt: '2026-11-05T00:00:00Z', status: 'deleted' },
        { name: 'tides', updatedAt: '2026-11-05T00:00:00Z', isLatest: false },
      ],
    ];
    const { targets } = await listOn(5);
    expect(targets.map(({ entry }) => [entry.id, entry.origins[0]?.status])).toEqual([
      ['npm:berths', 'active'],
      ['npm:locks', 'deleted'],
      ['npm:tides', 'active'],
    ]);
  });

  it('is asked for whole again after its time, and then forgets what left the registry without a trace', async () => {
    await listOn(4);
    pages = [[{ name: 'tides', updatedAt: '2026-11-01T08:00:00Z' }]];
    expect(idsOf(await listOn(10))).toEqual(['npm:berths', 'npm:locks', 'npm:tides']);
    const whole = await listOn(12);
    expect(whole.requests[0]).not.toContain('updated_since');
    expect(idsOf(whole)).toEqual(['npm:tides']);
    expect((await listOn(13)).requests[0]).toContain('updated_since');
  });

  it('tells of a list that broke off, gives what is known, and asks for the same changes again', async () => {
    await listOn(4);
    pages = [
      [{ name: 'cranes', updatedAt: '2026-11-05T08:00:00Z' }],
      [{ name: 'sluices', updatedAt: '2026-11-05T09:00:00Z' }],
    ];
    brokenPage = 1;
    const partial = await listOn(6);
    expect(idsOf(partial)).toEqual(['npm:berths', 'npm:cranes', 'npm:locks', 'npm:tides']);
    expect(partial.problems).toMatchObject([{ endsList: true }]);
    brokenPage = undefined;
    const next = await listOn(7);
    expect(next.requests[0]).toContain(encodeURIComponent('2026-11-03T07:45:00.000Z'));
    expect(idsOf(next)).toContain('npm:sluices');
  });

  it('is asked for whole again where the first whole list broke off', async () => {
    brokenPage = 1;
    expect(idsOf(await listOn(4))).toEqual(['npm:locks', 'npm:tides']);
    brokenPage = undefined;
    const next = await listOn(5);
    expect(next.requests[0]).not.toContain('updated_since');
    expect(idsOf(next)).toHaveLength(3);
  });

  it('passes over an entry too deep to be written, and goes on from there', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    broken = JSON.stringify({ servers: [entryOf('deep'), entryOf('tides')] }).replace(
      '"Tells the tides"',
      `"",\n"more":${deep}`,
    );
    const found = await listOn(4);
    expect(idsOf(found)).toEqual(['npm:tides']);
    expect(found.problems).toMatchObject([{ problem: expect.stringContaining('nested deeper than 100 levels') }]);
    broken = undefined;
    expect((await listOn(5)).requests[0]).toContain('updated_since');
  });

  it('is not led into the future by an entry that claims to come from there', async () => {
    pages = [[{ name: 'tides', updatedAt: '2099-01-01T00:00:00Z' }]];
    await listOn(4);
    expect((await listOn(5)).requests[0]).toContain(encodeURIComponent('2026-11-04T11:45:00.000Z'));
  });

  it('keeps nothing of a list that was stopped', async () => {
    await listOn(4);
    pages = [[{ name: 'cranes', updatedAt: '2026-11-05T08:00:00Z' }], []];
    const controller = new AbortController();
    const api = registryApi(new URL(registry.base), controller.signal, LIMITS);
    const stopping = {
      ...api,
      async *records(wish: Parameters<typeof api.records>[0]) {
        for await (const item of api.records(wish)) {
          yield item;
          controller.abort(new Error('enough'));
        }
      },
    };
    const now = () => new Date('2026-11-06T12:00:00Z');
    const reading = collect(listMirrored(stopping, { folder, relistAfterMs: 7 * DAY_MS, now }));
    await expect(reading).rejects.toThrow('enough');
    expect(idsOf(await listOn(7))).toContain('npm:cranes');
  });

  it('is begun anew where its file is damaged', async () => {
    await listOn(4);
    const [file = ''] = readdirSync(folder);
    writeFileSync(join(folder, file), 'no database at all, but long enough to be read as one'.repeat(100));
    const { requests, targets } = await listOn(5);
    expect(requests[0]).not.toContain('updated_since');
    expect(targets).toHaveLength(3);
  });

  it('asks for everything where the file turns out to be damaged inside, and begins it anew the next time', async () => {
    pages = [Array.from({ length: 300 }, (_none, n) => ({ name: `berth-${n}`, updatedAt: '2026-11-01T08:00:00Z' }))];
    await listOn(4);
    const [file = ''] = readdirSync(folder);
    const bytes = readFileSync(join(folder, file));
    writeFileSync(join(folder, file), bytes.fill(0xa5, bytes.length / 2));
    const damaged = await listOn(5);
    expect(new Set(idsOf(damaged)).size).toBe(300);
    expect(damaged.notes.join()).toMatch(/was removed \(.*malformed/);
    const next = await listOn(6);
    expect(next.requests[0]).not.toContain('updated_since');
    expect(next.notes).toEqual([]);
  });

  it('can be brought up to date while another night still reads it', async () => {
    await listOn(4);
    const now = () => new Date('2026-11-05T12:00:00Z');
    const api = registryApi(new URL(registry.base), undefined, LIMITS);
    const slow = listMirrored(api, { folder, relistAfterMs: 7 * DAY_MS, now })[Symbol.asyncIterator]();
    const first = await slow.next();
    pages = [[{ name: 'cranes', updatedAt: '2026-11-05T08:00:00Z' }]];
    expect(idsOf(await listOn(6))).toEqual(['npm:berths', 'npm:cranes', 'npm:locks', 'npm:tides']);
    const rest = await collect({ [Symbol.asyncIterator]: () => slow });
    expect([first.value, ...rest.targets]).toHaveLength(3);
  });

  it('asks for everything beside a process that holds the mirror, and where the folder cannot be made', async () => {
    await listOn(4);
    const held = openMirrorFile(folder, registry.base);
    const beside = await listOn(5);
    expect(beside.requests[0]).not.toContain('updated_since');
    expect(beside.targets).toHaveLength(3);
    held?.close();
    expect((await listOn(5)).requests[0]).toContain('updated_since');
    const [file = ''] = readdirSync(folder);
    expect(openMirrorFile(join(folder, file, 'below-a-file'), registry.base)).toBeUndefined();
  });
});
