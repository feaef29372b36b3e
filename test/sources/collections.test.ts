// biome-ignore-all lint/suspicious/noTemplateCurlyInString: open arguments stand so.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectEntries } from '../../src/sources/collect-entries.ts';
import type { CollectionId } from '../../src/sources/collections/collection.ts';
import { type Collected, collect } from './collect.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'collections-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function save(name: string, content: string | Buffer): string {
  const file = join(FOLDER, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const read = (kind: CollectionId, from: string): Promise<Collected> =>
  collect(collectEntries([{ kind, from }], { cwd: FOLDER }));
const ids = ({ targets }: Collected) => targets.map(({ entry }) => entry.id);

describe("Docker's registry", () => {
  beforeAll(() => {
    save(
      'docker/servers/tides/server.yaml',
      `name: tides
image: mcp/tides@sha256:${'a'.repeat(64)}
type: server
about: {title: Tides, description: Tells the tides}
run:
  command: ['--transport=stdio', '{{tides.log_dir|volume-target|into}}']
  env: {TIDE_FIXED: stdio}
  volumes: ['{{tides.log_dir}}:/log']
config:
  secrets:
    - {name: tides.key, env: TIDE_KEY, example: <KEY>, description: Key of the gauge}
    - {name: tides.more, env: TIDE_MORE, required: false}
  env:
    - {name: TIDE_URL, example: https://host.example, value: '{{tides.url}}'}
    - {name: TIDE_MODE, value: '{{tides.mode}}'}
    - {name: TIDE_UNIT, value: metric}
    - 7
  parameters: {type: object, properties: {url: {type: string}}, required: [url]}
`,
    );
    save(
      'docker/servers/moon/server.yaml',
      'name: moon\ntype: remote\nremote:\n  transport_type: sse\n  url: https://host.example/moon\n  headers:\n    X-Key: ${MOON_KEY}\n',
    );
    save('docker/servers/broken/server.yaml', 'name: [\n');
    save('docker/servers/empty/server.yaml', 'name: empty\n');
    save('docker/servers/huge/server.yaml', `name: huge\nx: "${'y'.repeat(9 * 2 ** 20)}"\n`);
    save('docker/README.md', '# not read');
    save('secret.yaml', 'name: secret\nimage: mcp/secret\n');
    mkdirSync(join(FOLDER, 'docker/servers/link'));
    symlinkSync(join(FOLDER, 'secret.yaml'), join(FOLDER, 'docker/servers/link/server.yaml'));
  });

  const check = (found: Collected) => {
    expect(ids(found).toSorted()).toEqual(['https://host.example/moon', 'oci:mcp/tides']);
    expect(found.problems.map(({ problem }) => problem).sort()).toEqual([
      expect.stringMatching(/^cannot be read: /),
      'is larger than 8 MB',
      'names neither an image nor a remote',
    ]);
    const tides = found.targets.find(({ entry }) => entry.title === 'Tides');
    expect(tides?.target).toBe('docker-registry:tides');
    expect(tides?.entry.packages).toEqual([
      {
        registryType: 'oci',
        identifier: 'mcp/tides',
        version: `sha256:${'a'.repeat(64)}`,
        transport: { type: 'stdio' },
        packageArguments: ['--transport=stdio', '${LOG_DIR}'],
        environmentVariables: [
          { name: 'TIDE_KEY', description: 'Key of the gauge', isRequired: true, isSecret: true },
          { name: 'TIDE_MORE', isSecret: true },
          { name: 'TIDE_URL', isRequired: true },
          { name: 'TIDE_MODE' },
          { name: 'TIDE_UNIT', isRequired: true, default: 'metric' },
          { name: 'TIDE_FIXED', isRequired: true, default: 'stdio' },
          { name: 'LOG_DIR', isRequired: true },
        ],
      },
    ]);
    const moon = found.targets.find(({ entry }) => entry.packages.length === 0);
    expect(moon?.entry.remotes).toEqual([
      { type: 'sse', url: 'https://host.example/moon', headers: [{ name: 'X-Key', isRequired: true, isSecret: true }] },
    ]);
  };

  it('is read from a checkout, links passed over', async () => {
    check(await read('docker-registry', 'docker'));
  });

  it.each([
    ['docker.tar.gz', true],
    ['docker.tar', false],
  ])('is read from %s, and nothing of it is unpacked', async (name, gzip) => {
    await create({ gzip, file: join(FOLDER, name), cwd: FOLDER }, ['docker']);
    check(await read('docker-registry', name));
  });

  it.each([
    ['cut.tar.gz', gzipSync(Buffer.alloc(100_000, 'x')).subarray(0, 60), /no whole \.tar\.gz/],
    ['noise.tar.gz', Buffer.from('not gzip at all'), /no whole \.tar\.gz/],
    ['noise.tar', Buffer.alloc(4096, 'x'), /holds none of/],
    ['nothing.tar', Buffer.alloc(0), /holds none of/],
  ])('says what is wrong with %s', async (name, content, problem) => {
    save(name, content);
    const found = await read('docker-registry', name);
    expect(found.targets).toEqual([]);
    expect(found.problems.map((each) => each.problem)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['missing', /no such file/],
    ['docker/servers', /holds none of/],
  ])('says that %s is none', async (from, problem) => {
    expect((await read('docker-registry', from)).problems[0]?.problem).toMatch(problem);
  });
});

describe("ToolHive's registry", () => {
  const tides = {
    image: 'ghcr.io/harbour/tides:1.0',
    transport: 'stdio',
    status: 'Active',
    tier: 'Community',
    args: ['serve'],
    env_vars: [
      { name: 'TIDE_KEY', description: 'Key of the gauge', required: true, secret: true },
      { name: 'TIDE_MODE', required: false, default: 'slow' },
      7,
    ],
  };
  const moon = {
    url: 'https://host.example/moon',
    transport: 'streamable-http',
    status: 'Deprecated',
    headers: [{ name: 'X-Key', description: 'Key', required: true, secret: true, choices: ['a', 'b'] }],
  };
  const expected = [expect.stringMatching(/^oci:ghcr\.io\/harbour\/tides#/), 'https://host.example/moon'];

  it('is read from registry.json', async () => {
    save('registry.json', JSON.stringify({ version: '1.0.0', servers: { tides, bad: {} }, remote_servers: { moon } }));
    const found = await read('toolhive-registry', 'registry.json');
    expect(ids(found)).toEqual(expected);
    expect(found.problems).toEqual([
      { target: 'toolhive-registry:bad', problem: 'names neither an image nor a remote' },
    ]);
    expect(found.targets[0]?.entry.packages[0]).toMatchObject({
      version: '1.0',
      packageArguments: ['serve'],
      environmentVariables: [
        { name: 'TIDE_KEY', description: 'Key of the gauge', isRequired: true, isSecret: true },
        { name: 'TIDE_MODE', default: 'slow' },
      ],
    });
    expect(found.targets.map(({ entry }) => entry.origins[0])).toMatchObject([
      { source: 'toolhive-registry', name: 'tides', status: 'active' },
      { source: 'toolhive-registry', name: 'moon', status: 'deprecated' },
    ]);
  });

  it('is read from a checkout and its archive', async () => {
    save('toolhive/registry/tides/spec.yaml', JSON.stringify(tides));
    save(
      'toolhive/registry/moon/spec.yaml',
      `name: moon\n${Object.entries(moon)
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
        .join('\n')}`,
    );
    save(
      'toolhive/registries/bay/servers/sun/server.json',
      JSON.stringify({ name: 'example.harbour/sun', packages: [{ registryType: 'npm', identifier: 'sun' }] }),
    );
    await create({ gzip: true, file: join(FOLDER, 'toolhive.tgz'), cwd: FOLDER }, ['toolhive']);
    for (const from of ['toolhive', 'toolhive.tgz']) {
      const found = await read('toolhive-registry', from);
      expect(found.problems).toEqual([]);
      expect(ids(found).toSorted()).toEqual(['https://host.example/moon', 'npm:sun', expect.stringMatching(/^oci:/)]);
    }
  });

  it.each([
    ['npx://@harbour/tides@1.0.0', 'npm:@harbour/tides', '1.0.0'],
    ['uvx://tides@2.0', 'pypi:tides', '2.0'],
    ['go://host.example/tides', 'go:host.example/tides', undefined],
  ])('reads the scheme of %s', async (image, id, version) => {
    save('schemes.json', JSON.stringify({ servers: { tides: { image } } }));
    const { targets } = await read('toolhive-registry', 'schemes.json');
    expect([targets[0]?.entry.id, targets[0]?.entry.packages[0]?.version]).toEqual([id, version]);
  });

  it('is read in its upstream form', async () => {
    save(
      'upstream.json',
      JSON.stringify({
        data: {
          servers: [{ name: 'example.harbour/tides', packages: [{ registryType: 'npm', identifier: 'tides' }] }],
        },
      }),
    );
    expect(ids(await read('toolhive-registry', 'upstream.json'))).toEqual(['npm:tides']);
  });

  it.each([['{'], ['[]'], ['7'], ['null'], ['{"servers": 7}']])('says that %s is none', async (text) => {
    save('none.json', text);
    const found = await read('toolhive-registry', 'none.json');
    expect([found.targets.length, found.problems.length]).toEqual([0, 1]);
  });
});

describe('lists', () => {
  it('of targets are read line by line, comments left out', async () => {
    save(
      'list.txt',
      '\uFEFF# servers of the bay\nnpm:tides@1.0.0\r\n\n  pypi:moon # checked weekly\nhttps://host.example/mcp#part\nnonsense\nregistry:x/y\n',
    );
    const found = await read('list', 'list.txt');
    expect(ids(found)).toEqual(['npm:tides', 'pypi:moon', 'https://host.example/mcp']);
    expect(found.problems.map(({ target }) => target)).toEqual(['nonsense', 'registry:x/y']);
  });

  it('of JSON Lines are read whatever the shape of a line', async () => {
    const lines = [
      {
        name: 'example.harbour/a',
        registryType: 'npm',
        identifier: 'a',
        version: '1.0.0',
        transport: 'stdio',
        requiredEnv: ['TIDE_KEY'],
        source: 'x',
      },
      { name: 'b', registryType: 'pypi', identifier: 'b' },
      { name: 'c', registryType: 'remote', transport: 'sse', url: 'https://host.example/c', requiredEnv: ['X'] },
      { target: 'npm:@harbour/d', version: '2.0.0', status: 'ok', tools: 3, args: ['x'] },
      { target: 'pypi:e', version: '3.0' },
      { target: 'npm:f@1.0.0', version: '9.9.9' },
      { target: 'https://host.example/g', version: '1' },
      { name: 'example.harbour/h', packages: [{ registryType: 'npm', identifier: 'h' }] },
      { server: { name: 'example.harbour/i', packages: [{ registryType: 'npm', identifier: 'i' }] } },
    ];
    save('entries.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    const found = await read('json-lines', 'entries.jsonl');
    expect(found.problems).toEqual([]);
    expect(found.targets.map(({ entry }) => [entry.id, entry.packages[0]?.version])).toEqual([
      ['npm:a', '1.0.0'],
      ['pypi:b', undefined],
      ['https://host.example/c', undefined],
      ['npm:@harbour/d', '2.0.0'],
      ['pypi:e', '3.0'],
      ['npm:f', '1.0.0'],
      ['https://host.example/g', undefined],
      ['npm:h', undefined],
      ['npm:i', undefined],
    ]);
    expect(found.targets[0]?.entry.packages[0]?.environmentVariables).toEqual([{ name: 'TIDE_KEY', isRequired: true }]);
    expect(found.targets[3]).toMatchObject({
      target: 'entries.jsonl:4',
      entry: { origins: [{ source: 'json-lines', name: 'npm:@harbour/d', place: join(FOLDER, 'entries.jsonl') }] },
    });
  });

  it('of JSON Lines report each bad line by its number, and follow no path', async () => {
    save(
      'bad.jsonl',
      [
        '7',
        '{',
        '[]',
        '{}',
        'null',
        '{"target": "/etc/mcp.json"}',
        '{"target": "npm:"}',
        '{"registryType": "npm"}',
        `{"a":${'['.repeat(200)}${']'.repeat(200)}}`,
      ].join('\n'),
    );
    const found = await read('json-lines', 'bad.jsonl');
    expect(found.targets).toEqual([]);
    expect(found.problems).toHaveLength(9);
    expect(found.problems.map(({ target }) => target)).toContain('bad.jsonl:9');
  });

  it.each<CollectionId>([
    'client-config',
    'docker-registry',
    'json-lines',
    'list',
    'mcp-registry',
    'toolhive-registry',
  ])('(%s) that are not there are one problem, and the other places go on', async (kind) => {
    save('one.txt', 'npm:tides');
    const found = await collect(
      collectEntries(
        [
          { kind, from: './missing.json' },
          { kind: 'list', from: 'one.txt' },
        ],
        { cwd: FOLDER },
      ),
    );
    expect([ids(found), found.problems.length]).toEqual([['npm:tides'], 1]);
  });
});
