// biome-ignore-all lint/suspicious/noTemplateCurlyInString: open arguments stand so.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveTargets } from '../../src/sources/index.ts';
import { collect, revealed } from './collect.ts';

const CONTEXT = { cwd: resolve(import.meta.dirname) };
const read = (...targets: string[]) => collect(resolveTargets(targets, undefined, CONTEXT));
const run = (...command: string[]) => collect(resolveTargets([], command, CONTEXT));

describe('TARGET arguments', () => {
  it.each([
    ['npm:tide-tables', 'npm:tide-tables', undefined],
    ['npm:@harbour/tides@1.2.3', 'npm:@harbour/tides', '1.2.3'],
    ['npm:tides@latest', 'npm:tides', 'latest'],
    ['npm:tides@^2', 'npm:tides', '^2'],
    ['oci:mcp/tides', 'oci:mcp/tides', undefined],
    ['oci:localhost:5000/tides:2.1', 'oci:localhost:5000/tides', '2.1'],
    [`oci:mcp/tides:2.1@sha256:${'0f'.repeat(32)}`, 'oci:mcp/tides', `sha256:${'0f'.repeat(32)}`],
    ['pypi:Tide_Tables', 'pypi:tide-tables', undefined],
    ['pypi:tides[gps]==2.0.1', 'pypi:tides', '2.0.1'],
  ])('read %s', async (target, id, version) => {
    const { targets, problems } = await read(target);
    expect(problems).toEqual([]);
    expect(targets[0]?.entry.id).toBe(id);
    expect(targets[0]?.entry.packages[0]?.version).toBe(version);
  });

  it.each([
    'npm:',
    'npm:--registry=x',
    'npm:../tides',
    'npm:tides@file:../x',
    'npm:tides@https://host.example/x.tgz',
    'npm:tides@git+ssh://host.example/x',
    'oci:--privileged',
    'oci:tides --privileged',
    'pypi:-r requirements.txt',
    'pypi:tides @ https://host.example/x.whl',
    'pypi:tides>=2',
    'http://',
    'ftp://host.example/x',
    'tides',
    'registry:',
    './no-such-file.json',
  ])('say what is wrong with %s, and go on', async (target) => {
    const { targets, problems } = await read(target, 'npm:tides');
    expect(problems).toHaveLength(1);
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:tides']);
  });

  it('say which flag a registry name needs', async () => {
    const { problems } = await read('registry:io.github.harbour/tides');
    expect(problems[0]?.problem).toContain('--registry');
  });

  it('take user info, secret parameters and secrets in the path out of a URL', async () => {
    const token = 'aB3dE5fG7hJ9kL1mN2pQ4rS6';
    const { targets } = await read(`https://keeper:pass%21word@host.example/s/${token}/mcp?api_key=canary-1&x=1#f`);
    const [target] = targets;
    expect(target?.entry.remotes[0]?.url).toBe('https://host.example/s/{PATH_SECRET}/mcp?api_key={api_key}&x=1');
    expect(target?.entry.id).toMatch(/^https:\/\/host\.example\/s\/\{PATH_SECRET\}\/mcp#[0-9a-f]{8}$/);
    expect(revealed(target!.given.env)).toEqual({ api_key: 'canary-1', PATH_SECRET: token });
    expect(revealed(target!.given.headers)).toEqual({
      Authorization: `Basic ${Buffer.from('keeper:pass!word').toString('base64')}`,
    });
    expect(JSON.stringify([target?.target, target?.entry])).not.toMatch(/canary|aB3dE5|pass/);
  });

  it.each(['https://host.example/v2/tide-tables-for-the-north-sea-2026/mcp', 'https://host.example/mcp/'])(
    'leave the words of a path alone: %s',
    async (url) => {
      const { targets } = await read(url);
      expect(targets[0]?.entry.remotes[0]?.url).toBe(url);
      expect(targets[0]?.given.env.size).toBe(0);
    },
  );

  it('show nothing of the user info of an address that is none', async () => {
    const { problems } = await read('https://keeper:canary-1@');
    expect(problems).toEqual([{ target: 'https://', problem: 'is no http(s) address' }]);
  });

  it('read user info that is no percent-encoding', async () => {
    const { targets } = await read('https://keeper:100%@host.example/');
    expect(targets[0]?.given.headers.size).toBe(1);
  });
});

describe('the command after --', () => {
  it.each([
    [['npx', '-y', '@harbour/tides@1.0.0', '--mode', 'slow'], 'npm:@harbour/tides#', ['--mode', 'slow']],
    [['npx', '-p', '@harbour/tides', 'tides-mcp'], 'npm:@harbour/tides#', []],
    [['npx.cmd', 'tides'], 'npm:tides', []],
    [['cmd', '/c', 'npx', 'tides'], 'npm:tides', []],
    [['bunx', 'tides'], 'npm:tides', []],
    [['bun', 'x', 'tides'], 'npm:tides', []],
    [['pnpm', 'dlx', 'tides'], 'npm:tides', []],
    [['yarn', 'dlx', 'tides'], 'npm:tides', []],
    [['pnpx', 'tides'], 'npm:tides', []],
    [['npm', 'exec', '-y', '--', 'tides', '/srv/log'], 'npm:tides', ['/srv/log']],
    [['uvx', '--from', 'tides[gps]==1.0', 'tides-mcp'], 'pypi:tides#', []],
    [['uv', 'tool', 'run', 'tides'], 'pypi:tides', []],
    [['pipx', 'run', '--spec', 'tides', 'tides'], 'pypi:tides', []],
    [['docker', 'run', '-i', '--rm', '-e', 'KEY', 'harbour/tides:2', 'serve'], 'oci:harbour/tides#', ['serve']],
    [['podman', 'run', '--network=none', '-v', '/a:/b', 'ghcr.io/harbour/tides'], 'oci:ghcr.io/harbour/tides', []],
  ])('reads %j as the package that it starts', async (command, id, args) => {
    const { targets } = await run(...command);
    expect(targets[0]?.entry.id.startsWith(id)).toBe(true);
    expect(targets[0]?.entry.id.includes('#')).toBe(id.endsWith('#'));
    expect(targets[0]?.entry.packages[0]?.packageArguments).toEqual(args);
  });

  it.each([
    [[], true],
    [['stdio'], true],
    [['--stdio', '/srv/log', './log', 'http://localhost:8080/', 'postgres://host.example/db', '${KEY}'], true],
    [['https://host.example/'], false],
    [['--transport', 'stdio'], true],
    [['--transport=stdio'], true],
    [['--transport', 'http'], false],
    [['serve'], false],
    [['--read-only'], false],
  ])('with the arguments %j is the plain server: %s', async (args, isPlain) => {
    const { targets } = await run('npx', 'tides', ...args);
    expect(targets[0]?.entry.id === 'npm:tides').toBe(isPlain);
  });

  it.each([
    [['npx', 'github:harbour/tides']],
    [['npx', './local']],
    [['uvx', '--from', 'git+https://host.example/tides', 'tides']],
    [['docker', 'compose', 'up']],
    [['docker', 'run', '--rm']],
    [['node', 'server.js']],
  ])('leaves %j a command for the sandbox', async (command) => {
    const { targets } = await run(...command);
    expect(targets[0]?.entry.id).toMatch(/^command:[0-9a-f]{16}$/);
  });

  it.each([
    [
      ['npx', 'mcp-remote', 'https://host.example/mcp', '--header', 'X-Key: canary-1'],
      'streamable-http',
      { 'X-Key': 'canary-1' },
    ],
    [['npx', '-y', 'mcp-remote@latest', 'https://host.example/mcp', '8080', '--transport', 'sse-only'], 'sse', {}],
    [
      ['uvx', 'mcp-proxy', '--headers', 'X-Key', 'canary-1', 'https://host.example/mcp'],
      'streamable-http',
      { 'X-Key': 'canary-1' },
    ],
    [
      ['npx', 'supergateway', '--sse', 'https://host.example/mcp', '--oauth2Bearer', 'canary-1'],
      'sse',
      { Authorization: 'Bearer canary-1' },
    ],
  ] as const)('reads the bridge %j as the remote behind it', async (command, type, headers) => {
    const { targets } = await run(...command);
    const { given, ...stored } = targets[0]!;
    expect(stored.entry.id).toBe('https://host.example/mcp');
    expect(stored.entry.remotes[0]?.type).toBe(type);
    expect(revealed(given.headers)).toEqual(headers);
    expect(JSON.stringify(stored)).not.toContain('canary');
  });

  it('gives what stands after -e of docker run to this server alone', async () => {
    const { targets } = await run(
      'docker',
      'run',
      '-e',
      'TIDE_HOST=canary-host',
      '-e',
      'TIDE_TOKEN=canary-2',
      '-e',
      'OPEN',
      'harbour/tides',
    );
    const { given, ...stored } = targets[0]!;
    expect(revealed(given.env)).toMatchObject({ TIDE_HOST: 'canary-host', TIDE_TOKEN: 'canary-2' });
    expect(stored.entry.packages[0]?.environmentVariables.map(({ name }) => name)).toEqual([
      'TIDE_HOST',
      'TIDE_TOKEN',
      'OPEN',
    ]);
    expect(JSON.stringify(stored)).not.toContain('canary');
  });
});
