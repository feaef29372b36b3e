import { afterEach, describe, expect, it } from 'vitest';
import { isWithdrawn } from '../../src/model/server-entry.ts';
import { resolveTargets } from '../../src/sources/index.ts';
import { DEFAULT_FETCH_LIMITS } from '../../src/sources/registries/fetch-json.ts';
import { registryApi } from '../../src/sources/registries/registry-api.ts';
import { type Collected, collect } from './collect.ts';
import { type Answer, entryOf, startRegistry, type TestRegistry } from './registry-server.ts';

const LIMITS = {
  ...DEFAULT_FETCH_LIMITS,
  requestMs: 300,
  bodyBytes: 100_000,
  tries: 3,
  firstWaitMs: 1,
  longestWaitMs: 20,
};

const open: TestRegistry[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((registry) => registry.close()));
});

async function start(answer: Answer): Promise<TestRegistry> {
  const registry = await startRegistry(answer);
  open.push(registry);
  return registry;
}

/** Lists a registry that answers so. */
async function list(answer: Answer): Promise<Collected & { requests: string[] }> {
  const registry = await start(answer);
  const items = registryApi(new URL(registry.base), undefined, LIMITS).list();
  return { ...(await collect(items)), requests: registry.requests };
}

describe('the list of an MCP registry', () => {
  it('is read page by page, for the newest versions only', async () => {
    const { targets, problems, requests } = await list((_request, _response, url) => {
      const page = Number(url.searchParams.get('cursor') ?? 0);
      return {
        servers: [entryOf(`tides-${page}`)],
        metadata: { count: 1, ...(page < 3 ? { nextCursor: String(page + 1) } : {}) },
      };
    });
    expect(problems).toEqual([]);
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:tides-0', 'npm:tides-1', 'npm:tides-2', 'npm:tides-3']);
    expect(requests[0]).toBe('/v0.1/servers?limit=100&version=latest');
    expect(requests[3]).toBe('/v0.1/servers?limit=100&version=latest&cursor=3');
    expect(targets[0]?.target).toBe('registry:example.harbour/tides-0');
    expect(targets[0]?.entry.origins[0]).toMatchObject({
      source: 'registry',
      name: 'example.harbour/tides-0',
      status: 'active',
    });
  });

  it('is handed on while later pages are not asked for yet', async () => {
    const registry = await start((_request, _response, url) => {
      const page = Number(url.searchParams.get('cursor') ?? 0);
      return { servers: [entryOf(`tides-${page}`)], metadata: { nextCursor: String(page + 1) } };
    });
    const items = registryApi(new URL(registry.base), undefined, LIMITS).list()[Symbol.asyncIterator]();
    await items.next();
    expect(registry.requests).toHaveLength(1);
    await items.return?.();
  });

  it('marks deleted and deprecated servers, and leaves old versions out', async () => {
    const { targets } = await list(() => ({
      servers: [
        entryOf('gone', { status: 'deleted' }),
        entryOf('old', { status: 'deprecated' }),
        entryOf('tides', { isLatest: false }),
        entryOf('tides'),
      ],
    }));
    expect(targets.map(({ entry }) => [entry.id, entry.origins[0]?.status, isWithdrawn(entry)])).toEqual([
      ['npm:gone', 'deleted', true],
      ['npm:old', 'deprecated', false],
      ['npm:tides', 'active', false],
    ]);
  });

  it.each<[string, Answer, RegExp, number]>([
    [
      'a cursor that leads back',
      () => ({ servers: [entryOf('t')], metadata: { nextCursor: 'again' } }),
      /page 2 .*leads back.*incomplete/,
      2,
    ],
    [
      'empty pages without end',
      (_request, _response, url) => ({
        servers: [],
        metadata: { nextCursor: `${url.searchParams.get('cursor') ?? ''}x` },
      }),
      /page 10 .*empty pages/,
      0,
    ],
    ['a page that is no list', () => ({ error: 'no' }), /page 1 .*no list of servers/, 0],
    ['a page that is no JSON', (_request, response) => void response.end('<html>'), /no JSON/, 0],
    ['an array', () => [], /no list of servers/, 0],
    ['a huge page', () => ({ servers: [], filler: 'x'.repeat(200_000) }), /more than 0 MB/, 0],
    [
      'a page without end',
      (_request, response) => void response.write('{"servers": ['),
      /did not answer within 0.3 s/,
      0,
    ],
    ['silence', () => undefined, /did not answer/, 0],
    ['a broken connection', (_request, response) => void response.destroy(), /could not be reached/, 0],
    [
      'a redirect',
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /redirect/,
      0,
    ],
    ['401', (_request, response) => void response.writeHead(401).end(), /HTTP 401: it wants credentials/, 0],
    ['404', (_request, response) => void response.writeHead(404).end(), /HTTP 404/, 0],
    ['503 for ever', (_request, response) => void response.writeHead(503).end(), /HTTP 503/, 0],
  ])('ends with a sentence at %s', async (_name, answer, problem, servers) => {
    const { targets, problems } = await list(answer);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toMatch(problem);
    expect(targets).toHaveLength(servers);
  });

  it.each([429, 500, 503])('tries again after HTTP %d, and waits no longer than is allowed', async (status) => {
    let tries = 0;
    const { targets, problems, requests } = await list((_request, response) => {
      tries += 1;
      if (tries === 3) return { servers: [entryOf('tides')] };
      response.writeHead(status, { 'retry-after': '3600' }).end();
      return undefined;
    });
    expect([targets.length, problems.length, requests.length]).toEqual([1, 0, 3]);
  });

  it('does not try again what cannot change', async () => {
    const { requests } = await list((_request, response) => void response.writeHead(403).end());
    expect(requests).toHaveLength(1);
  });

  it('keeps the good entries of a page', async () => {
    const { targets, problems } = await list(() => ({
      servers: [
        null,
        7,
        'text',
        [],
        {},
        { server: {} },
        { server: { name: 'x' } },
        entryOf('tides'),
        { server: { name: 'y', packages: 7 } },
      ],
    }));
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:tides']);
    expect(problems).toHaveLength(8);
  });

  it('sends user info as credentials, and shows it nowhere', async () => {
    let authorization: string | undefined;
    const registry = await start((request) => {
      authorization = request.headers.authorization;
      return { servers: [entryOf('tides'), 7] };
    });
    const base = new URL(registry.base.replace('//', '//keeper:canary-1@'));
    const found = await collect(registryApi(base, undefined, LIMITS).list());
    expect(authorization).toBe(`Basic ${Buffer.from('keeper:canary-1').toString('base64')}`);
    expect(JSON.stringify(found)).not.toContain('canary-1');
    expect(found.targets).toHaveLength(1);
  });

  it('may lie under a path, with or without the version of the API', async () => {
    for (const path of ['/registry/bay', '/registry/bay/', '/registry/bay/v0.1', '/registry/bay/v0']) {
      const registry = await start(() => ({ servers: [] }));
      await collect(registryApi(new URL(registry.base + path), undefined, LIMITS).list());
      expect(registry.requests[0]).toMatch(/^\/registry\/bay\/v0\.1\/servers\?/);
    }
  });

  it('stops when it is told to', async () => {
    const registry = await start(() => undefined);
    const controller = new AbortController();
    const reading = collect(
      registryApi(new URL(registry.base), controller.signal, { ...LIMITS, requestMs: 60_000 }).list(),
    );
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('registry:<name>', () => {
  const NAME = 'example.harbour/tides';
  const find = (registry: string) => collect(resolveTargets([`registry:${NAME}`], undefined, { cwd: '/', registry }));

  it('is looked up by its encoded name', async () => {
    const registry = await start(() => entryOf('tides'));
    const { targets } = await find(registry.base);
    expect(registry.requests).toEqual(['/v0.1/servers/example.harbour%2Ftides/versions/latest']);
    expect(targets[0]?.entry).toMatchObject({ id: 'npm:tides', origins: [{ source: 'registry', name: NAME }] });
  });

  it.each<[string, Answer, RegExp]>([
    [
      'is not there',
      (_request, response) => void response.writeHead(404).end('{"error":"Server not found"}'),
      /is not in the registry http/,
    ],
    ['was deleted', () => entryOf('tides', { status: 'deleted' }), /deleted/],
    ['is refused', (_request, response) => void response.writeHead(403).end(), /HTTP 403/],
    ['has no package', () => ({ server: { name: NAME } }), /neither a package nor a remote/],
    ['is garbage', () => 7, /no server\.json/],
  ])('says when it %s', async (_name, answer, problem) => {
    const { targets, problems } = await find((await start(answer)).base);
    expect(targets).toEqual([]);
    expect(problems[0]?.problem).toMatch(problem);
  });
});
