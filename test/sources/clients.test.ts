// biome-ignore-all lint/suspicious/noTemplateCurlyInString: clients write their variables so.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/model/event.ts';
import { Secret } from '../../src/model/secret.ts';
import { readClientConfig } from '../../src/sources/clients/read-client-config.ts';
import { type Collected, collect, revealed } from './collect.ts';

const HOME = '/home/keeper';

type Options = { allow?: Record<string, string>; notes?: string[] };

/** Reads the text of a config as if it lay in `file`. */
async function read(file: string, config: unknown, { allow = {}, notes = [] }: Options = {}): Promise<Collected> {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  const env = new Map(Object.entries(allow).map(([name, value]) => [name, new Secret(value)]));
  const onEvent = (event: RunEvent) => event.type === 'note' && notes.push(event.message);
  return collect(readClientConfig(text, { file: resolve(HOME, file), shown: file }, { env, onEvent }));
}

describe('client configs', () => {
  it.each([
    [
      'Claude Desktop',
      'claude_desktop_config.json',
      { mcpServers: { tides: { command: 'npx', args: ['-y', 'tides'] } } },
    ],
    [
      'Claude Code',
      'boat/.mcp.json',
      { mcpServers: { tides: { type: 'stdio', command: 'npx', args: ['tides'], env: {} } } },
    ],
    ['Cursor', 'boat/.cursor/mcp.json', { mcpServers: { tides: { command: 'npx -y tides' } } }],
    [
      'VS Code',
      'boat/.vscode/mcp.json',
      { servers: { tides: { type: 'stdio', command: 'npx', args: ['-y', 'tides'] } } },
    ],
    [
      'VS Code settings',
      'Code/User/settings.json',
      { mcp: { servers: { tides: { command: 'npx', args: ['tides'] } } } },
    ],
    [
      'Windsurf',
      '.codeium/windsurf/mcp_config.json',
      { mcpServers: { tides: { command: 'npx', args: ['tides'], disabled: false } } },
    ],
    [
      'Gemini CLI',
      'boat/.gemini/settings.json',
      { theme: 'dark', mcpServers: { tides: { command: 'npx', args: ['tides'], trust: true } } },
    ],
    [
      'Codex',
      '.codex/config.toml',
      'model = "x"\n[mcp_servers.tides]\ncommand = "npx"\nargs = ["-y", "tides"]\nstartup_timeout_sec = 20.0',
    ],
    [
      'Goose',
      '.config/goose/config.yaml',
      'extensions:\n  developer: {type: builtin, enabled: true, name: developer}\n  tides:\n    type: stdio\n    enabled: true\n    cmd: npx\n    args: ["-y", tides]\n    envs: {}\n    env_keys: []\n',
    ],
    [
      'older Goose',
      'config.yaml',
      'extensions:\n  tides:\n    enabled: true\n    config: {type: stdio, cmd: npx, args: [tides]}\n',
    ],
    [
      'OpenCode',
      'boat/opencode.json',
      '{ // comment\n "mcp": {"tides": {"type": "local", "command": ["npx", "-y", "tides"], "enabled": true,},}}',
    ],
    [
      'Zed',
      '.config/zed/settings.json',
      { context_servers: { tides: { source: 'custom', enabled: true, command: 'npx', args: ['tides'], env: {} } } },
    ],
    [
      'older Zed',
      '.config/zed/settings.json',
      { context_servers: { tides: { command: { path: 'npx', args: ['tides'], env: null } } } },
    ],
    ['any other', 'lm-studio.json', { mcpServers: { tides: { command: 'npx', args: ['tides'], env: null } } }],
  ])('of %s are read', async (_client, file, config) => {
    const { targets, problems } = await read(file, config);
    expect(problems).toEqual([]);
    expect(targets.map(({ target, entry }) => [target, entry.id])).toEqual([[`${file}#tides`, 'npm:tides']]);
    expect(targets[0]?.entry.origins).toEqual([{ source: 'client-config', name: 'tides', place: resolve(HOME, file) }]);
  });

  it.each([
    ['Claude Code', 'boat/.mcp.json', { mcpServers: { t: { type: 'sse', url: 'https://host.example/t' } } }, 'sse'],
    ['Cursor', 'boat/.cursor/mcp.json', { mcpServers: { t: { url: 'https://host.example/t' } } }, 'streamable-http'],
    [
      'VS Code',
      '.vscode/mcp.json',
      { servers: { t: { type: 'http', url: 'https://host.example/t' } } },
      'streamable-http',
    ],
    ['Windsurf', 'mcp_config.json', { mcpServers: { t: { serverUrl: 'https://host.example/t' } } }, 'streamable-http'],
    [
      'Gemini CLI',
      'x/.gemini/settings.json',
      { mcpServers: { t: { httpUrl: 'https://host.example/t' } } },
      'streamable-http',
    ],
    ['Gemini CLI with url', 'x/.gemini/settings.json', { mcpServers: { t: { url: 'https://host.example/t' } } }, 'sse'],
    [
      'Gemini CLI with type',
      'x/.gemini/settings.json',
      { mcpServers: { t: { url: 'https://host.example/t', type: 'http' } } },
      'streamable-http',
    ],
    ['Codex', 'config.toml', '[mcp_servers.t]\nurl = "https://host.example/t"', 'streamable-http'],
    [
      'Goose',
      'config.yaml',
      'extensions:\n  t: {type: streamable_http, uri: "https://host.example/t"}',
      'streamable-http',
    ],
    ['Goose with SSE', 'config.yaml', 'extensions:\n  t: {type: sse, uri: "https://host.example/t"}', 'sse'],
    ['OpenCode', 'opencode.json', { mcp: { t: { type: 'remote', url: 'https://host.example/t' } } }, 'streamable-http'],
    ['Zed', 'settings.json', { context_servers: { t: { url: 'https://host.example/t' } } }, 'streamable-http'],
  ])('of %s name remotes', async (_client, file, config, type) => {
    const { targets } = await read(file, config);
    expect(targets[0]?.entry).toMatchObject({
      id: 'https://host.example/t',
      remotes: [{ type, url: 'https://host.example/t' }],
    });
  });

  it.each([
    ['boat/.cursor/mcp.json', { mcpServers: { t: { command: 'npx', args: ['t'], disabled: true } } }],
    ['.codex/config.toml', '[mcp_servers.t]\ncommand = "npx"\nargs = ["t"]\nenabled = false'],
    ['config.yaml', 'extensions:\n  t: {type: stdio, cmd: npx, args: [t], enabled: false}'],
    ['opencode.json', { mcp: { t: { type: 'local', command: ['npx', 't'], enabled: false } } }],
    ['x/.gemini/settings.json', { mcp: { excluded: ['t'] }, mcpServers: { t: { command: 'npx', args: ['t'] } } }],
    ['x/.gemini/settings.json', { mcp: { allowed: ['u'] }, mcpServers: { t: { command: 'npx', args: ['t'] } } }],
    [
      '.claude.json',
      { projects: { '/boat': { mcpServers: { t: { command: 'npx', args: ['t'] } }, disabledMcpServers: ['t'] } } },
    ],
  ])('leave disabled servers out with a note: %s %j', async (file, config) => {
    const notes: string[] = [];
    const { targets, problems } = await read(file, config, { notes });
    expect([targets, problems]).toEqual([[], []]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/#(?:\/boat#)?t is .*left out$/);
  });

  it("reads Claude Code's own file with the servers of each project", async () => {
    const tides = { type: 'stdio', command: 'npx', args: ['tides'] };
    const local = { command: 'node', args: ['./log.js'] };
    const { targets } = await read('.claude.json', {
      mcpServers: { tides },
      projects: {
        '/boat': { mcpServers: { log: local } },
        '/pier': { mcpServers: { log: local } },
        '/bay': {},
        '/odd': null,
      },
    });
    expect(targets.map(({ target }) => target)).toEqual([
      '.claude.json#tides',
      '.claude.json#/boat#log',
      '.claude.json#/pier#log',
    ]);
    expect(targets.map(({ entry }) => entry.command?.projectFolder)).toEqual([undefined, '/boat', '/pier']);
  });

  it('is not taken for another by a key that others use too', async () => {
    const { targets } = await read('settings.json', {
      extensions: { disabled: [] },
      mcp: { allowed: ['tides'] },
      mcpServers: { tides: { command: 'npx', args: ['tides'] } },
    });
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:tides']);
  });

  it('reads one server in vain and goes on', async () => {
    const { targets, problems } = await read('.mcp.json', {
      mcpServers: {
        a: 5,
        b: {},
        c: { command: 7 },
        d: { url: 'ftp://host.example' },
        e: { command: 'npx', args: ['tides'] },
        __proto__: null,
      },
    });
    expect(targets).toHaveLength(1);
    expect(problems.map(({ target }) => target)).toEqual(['.mcp.json#a', '.mcp.json#b', '.mcp.json#c', '.mcp.json#d']);
  });

  it.each([
    ['.mcp.json', '{"mcpServers": {'],
    ['config.toml', '[mcp_servers\ncanary = "canary-token"'],
    ['config.yaml', 'a: b: canary-token\n - x'],
    [
      'config.yaml',
      `a: &a [x]\n${Array.from({ length: 12 }, (_, n) => `b${n}: &b${n} [${'*a,'.repeat(9)}*a]`).join('\n')}`,
    ],
    ['.mcp.json', `{"mcpServers": ${'['.repeat(5000)}`],
    ['.mcp.json', '[]'],
    ['.mcp.json', '"text"'],
    ['settings.json', '{"mcp": {"allowed": []}}'],
  ])('says in one sentence why %s is none, and quotes nothing of it', async (file, text) => {
    const { targets, problems } = await read(file, text);
    expect(targets).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).not.toContain('canary');
  });
});

describe('variables in client configs', () => {
  it.each([
    [
      'Claude Code',
      'boat/.mcp.json',
      (text: string) => ({
        mcpServers: { t: { command: 'npx', args: ['t', '${TIDE_DIR}'], env: { TIDE_TOKEN: text } } },
      }),
      '${TIDE_KEY}',
    ],
    [
      'Cursor',
      'boat/.cursor/mcp.json',
      (text: string) => ({
        mcpServers: { t: { command: 'npx', args: ['t', '${env:TIDE_DIR}'], env: { TIDE_TOKEN: text } } },
      }),
      '${env:TIDE_KEY}',
    ],
    [
      'Windsurf',
      'mcp_config.json',
      (text: string) => ({
        mcpServers: { t: { command: 'npx', args: ['t', '${env:TIDE_DIR}'], env: { TIDE_TOKEN: text } } },
      }),
      '${env:TIDE_KEY}',
    ],
    [
      'VS Code',
      'boat/.vscode/mcp.json',
      (text: string) => ({
        servers: { t: { command: 'npx', args: ['t', '${env:TIDE_DIR}'], env: { TIDE_TOKEN: text } } },
      }),
      '${input:tide-key}',
    ],
    [
      'Gemini CLI',
      'x/.gemini/settings.json',
      (text: string) => ({
        mcpServers: { t: { command: 'npx', args: ['t', '$TIDE_DIR'], env: { TIDE_TOKEN: text } } },
      }),
      '$TIDE_KEY',
    ],
    [
      'OpenCode',
      'opencode.json',
      (text: string) => ({
        mcp: { t: { type: 'local', command: ['npx', 't', '{env:TIDE_DIR}'], environment: { TIDE_TOKEN: text } } },
      }),
      '{env:TIDE_KEY}',
    ],
  ])('of %s stay open until the operator allows their name', async (_client, file, config, text) => {
    const closed = await read(file, config(text), { allow: { OTHER: 'canary' } });
    const [target] = closed.targets;
    expect(target?.entry.packages[0]?.packageArguments).toEqual(['${TIDE_DIR}']);
    expect(target?.entry.packages[0]?.environmentVariables).toMatchObject([
      { name: 'TIDE_TOKEN', isRequired: true },
      { name: 'TIDE_DIR', isRequired: true },
    ]);
    expect(target?.given.env.size).toBe(0);

    const allowed = await read(file, config(text), { allow: { TIDE_KEY: 'canary-key', TIDE_DIR: 'canary-dir' } });
    const { given, ...stored } = allowed.targets[0]!;
    expect(revealed(given.env)).toMatchObject({ TIDE_TOKEN: 'canary-key', TIDE_DIR: 'canary-dir' });
    expect(JSON.stringify(stored)).not.toContain('canary');
    expect(stored.entry.id).toBe(target?.entry.id);
  });

  it('fall back to the value that the config gives', async () => {
    const { targets } = await read('.mcp.json', {
      mcpServers: {
        t: { command: 'npx', args: ['t', '${MODE:-slow}'], env: { A: 'x-${B:-canary-1}', C: '${D:-${E}}' } },
      },
    });
    expect(targets[0]?.entry.packages[0]?.packageArguments).toEqual(['slow']);
    expect(revealed(targets[0]!.given.env)).toEqual({ A: 'x-canary-1' });
    expect(JSON.stringify(targets[0]?.entry)).not.toContain('canary');
  });

  it('keep what the client asks its user for', async () => {
    const { targets } = await read('.vscode/mcp.json', {
      inputs: [
        { type: 'promptString', id: 'key', description: 'Key of the harbour', password: true },
        { type: 'pickString', id: 'port', options: ['north', 'south'] },
        7,
      ],
      servers: { t: { command: 'npx', args: ['t', '${input:port}'], env: { TIDE_KEY: '${input:key}' } } },
    });
    expect(targets[0]?.entry.packages[0]?.environmentVariables).toEqual([
      { name: 'TIDE_KEY', description: 'Key of the harbour', isRequired: true, isSecret: true },
      { name: 'PORT', isRequired: true, choices: ['north', 'south'] },
    ]);
  });

  it('know the folder of a project, and leave it open in a config for all projects', async () => {
    const config = { mcpServers: { t: { command: 'npx', args: ['t', '${workspaceFolder}/log'] } } };
    const own = await read('boat/.cursor/mcp.json', config);
    expect(own.targets[0]?.entry.packages[0]?.packageArguments).toEqual([`${HOME}/boat/log`]);
    const global = await read('settings/mcp.json', config);
    expect(global.targets[0]?.entry.packages[0]?.packageArguments).toEqual(['${workspaceFolder}/log']);
  });

  it('in headers and addresses stay open too', async () => {
    const config = {
      mcpServers: {
        t: {
          url: 'https://${TENANT}.host.example/mcp?token=${KEY}',
          headers: { Authorization: 'Bearer ${KEY}', 'X-Mode': 'canary-slow' },
        },
      },
    };
    const closed = (await read('.mcp.json', config)).targets[0]!;
    expect(closed.entry.id).toBe('https://{tenant}.host.example/mcp');
    expect(closed.entry.remotes[0]?.url).toBe('https://{TENANT}.host.example/mcp?token={KEY}');
    expect(closed.entry.remotes[0]?.headers).toEqual([
      { name: 'Authorization', isSecret: true, isRequired: true },
      { name: 'X-Mode', isSecret: true },
    ]);
    expect(revealed(closed.given.headers)).toEqual({ 'X-Mode': 'canary-slow' });
    const open = (await read('.mcp.json', config, { allow: { KEY: 'canary-key', TENANT: 'bay' } })).targets[0]!;
    expect(revealed(open.given.headers)).toEqual({ Authorization: 'Bearer canary-key', 'X-Mode': 'canary-slow' });
    expect(revealed(open.given.env)).toEqual({ KEY: 'canary-key', TENANT: 'bay' });
  });

  it.each([
    [
      'codex',
      'config.toml',
      '[mcp_servers.t]\nurl = "https://host.example/"\nbearer_token_env_var = "KEY"\nhttp_headers = { X-Mode = "slow" }\nenv_http_headers = { X-Key = "KEY" }',
      { Authorization: 'Bearer canary', 'X-Mode': 'slow', 'X-Key': 'canary' },
    ],
    [
      'goose',
      'config.yaml',
      'extensions:\n  t: {type: sse, uri: "https://host.example/", headers: {X-Key: "${KEY}"}}',
      { 'X-Key': 'canary' },
    ],
    [
      'a bridge',
      'claude_desktop_config.json',
      '{"mcpServers": {"t": {"command": "npx", "args": ["mcp-remote", "https://host.example/", "--header", "Authorization:${AUTH}"], "env": {"AUTH": "Bearer canary"}}}}',
      { Authorization: 'Bearer canary' },
    ],
  ])('of %s fill headers', async (_client, file, config, headers) => {
    const { targets } = await read(file, config, { allow: { KEY: 'canary' } });
    const { given, ...stored } = targets[0]!;
    expect(revealed(given.headers)).toEqual(headers);
    expect(stored.entry.id).toBe('https://host.example');
    expect(JSON.stringify(stored)).not.toContain('canary');
  });

  it.each([
    [
      'codex',
      'config.toml',
      '[mcp_servers.t]\ncommand = "npx"\nargs = ["t"]\nenv = { A = "canary" }\nenv_vars = ["B", { name = "C", source = "local" }]',
    ],
    [
      'goose',
      'config.yaml',
      'extensions:\n  t: {type: stdio, cmd: npx, args: [t], envs: {A: canary}, env_keys: [B, C]}',
    ],
  ])('that %s passes on are declared', async (_client, file, config) => {
    const { targets } = await read(file, config);
    expect(targets[0]?.entry.packages[0]?.environmentVariables).toEqual([
      { name: 'B', isRequired: true },
      { name: 'C', isRequired: true },
      { name: 'A' },
    ]);
    expect(revealed(targets[0]!.given.env)).toEqual({ A: 'canary' });
  });
});

describe('literal values in client configs', () => {
  const canary = 'CANARY-7f3a9b';

  it.each([
    ['an environment variable', { command: 'npx', args: ['t'], env: { T: canary } }],
    ['a number', { command: 'npx', args: ['t'], env: { T: 7 }, note: canary }],
    ['an argument after a flag', { command: 'npx', args: ['t', '--api-key', canary] }],
    ['an argument with =', { command: 'npx', args: ['t', `--token=${canary}`] }],
    ['an assignment', { command: 'docker', args: ['run', '-e', `ANYTHING=${canary}`, 'harbour/tides'] }],
    ['an address with a password', { command: 'npx', args: ['t', `postgres://keeper:${canary}@host.example/db`] }],
    ['a header', { url: 'https://host.example/', headers: { 'X-Anything': canary } }],
    ['a query', { url: `https://host.example/?api_key=${canary}` }],
    ['user info', { url: `https://keeper:${canary}@host.example/` }],
    ['a path', { url: `https://host.example/s/${canary}aB3dE5fG7hJ9kL1mN2pQ/mcp` }],
    [
      'a header of a bridge',
      { command: 'npx', args: ['mcp-remote', 'https://host.example/', '--header', `X-Any: ${canary}`] },
    ],
    ['a command of its own', { command: '/opt/tides', args: [`--password=${canary}`] }],
    [
      'an argument of the form of a token',
      { command: 'npx', args: ['t', `${canary.replaceAll('-', '')}aB3dE5fG7hJ9kL1mN2p`] },
    ],
    ['JSON in an argument', { command: 'npx', args: ['t', '--config', `{"region":"x","apiKey":"${canary}"}`] }],
    ['the query of an argument', { command: 'npx', args: ['t', `https://host.example/?x=1&token=${canary}`] }],
    [
      'the path of an argument',
      { command: 'npx', args: ['t', `--url=https://host.example/s/${canary}aB3dE5fG7hJ9kL1mN2pQ`] },
    ],
    ['an unknown field', { command: 'npx', args: ['t'], apiKey: canary }],
  ])('in %s stand in nothing that is stored or shown', async (_route, server) => {
    const { targets, problems } = await read('.mcp.json', { mcpServers: { t: server } });
    expect(problems).toEqual([]);
    const { given, ...stored } = targets[0]!;
    expect(JSON.stringify(stored).replaceAll('-', '')).not.toContain(canary.replaceAll('-', ''));
    expect(JSON.stringify(given)).not.toContain(canary);
    expect(JSON.stringify([...given.env, ...given.headers])).not.toContain(canary);
  });

  it('keep their own value beside a variable of the same name', async () => {
    const { targets } = await read('.mcp.json', {
      mcpServers: { t: { command: 'npx', args: ['t', '--tide-key', 'of-argument'], env: { TIDE_KEY: 'of-variable' } } },
    });
    expect(targets[0]?.entry.packages[0]?.packageArguments).toEqual(['--tide-key', '${TIDE_KEY_2}']);
    expect(revealed(targets[0]!.given.env)).toEqual({ TIDE_KEY: 'of-variable', TIDE_KEY_2: 'of-argument' });
  });

  it.each([
    '/home/keeper/log-2026-11-20/tides-of-the-north-sea',
    'tide_tables_of_the_north_sea_2026',
    'tide-tables-for-the-north-sea-2026-11',
    '@harbour/tides-of-the-north-sea@2026.11.20',
    'io.github.harbour.tides.v2.production',
    '--allowed-origins=north,south,east,west,2026',
    'https://host.example/v2/tide-tables-for-the-north-sea-2026/mcp?bay=north',
    '{"bay":"north","unit":"metric"}',
  ])('leave ordinary words of an argument alone: %s', async (word) => {
    const { targets } = await read('.mcp.json', { mcpServers: { t: { command: 'npx', args: ['t', word] } } });
    expect(targets[0]?.entry.packages[0]?.packageArguments).toEqual([word]);
  });
});
