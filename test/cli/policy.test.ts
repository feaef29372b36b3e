import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A harbour's books: one tool that reads, one that deletes. */
const SERVER = `
import { createInterface } from 'node:readline';
const schema = { type: 'object', properties: { path: { type: 'string' } } };
const tools = [
  { name: 'list_berths', description: 'List the berths.', inputSchema: schema, annotations: { readOnlyHint: true } },
  { name: 'delete_berth', description: 'Permanently delete a berth. This cannot be undone.', inputSchema: schema },
];
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const result = method === 'initialize'
    ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'harbour', version: '1' } }
    : { tools };
  console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
}
`;
const put = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const server = put('server.mjs', SERVER);
const dying = put('dying.mjs', 'process.exit(1)');
const config = put(
  'mcp.json',
  JSON.stringify({
    mcpServers: {
      'Harbour Books': { command: process.execPath, args: [server] },
      cellar: { command: process.execPath, args: [dying] },
      cell_a: { command: process.execPath, args: [server, '--north'] },
      'cell a': { command: process.execPath, args: [server, '--south'] },
    },
  }),
);
const overrides = put(
  'overrides.yaml',
  `version: 1
servers:
  "command:*":
    tools:
      list_berths: { because: only once an hour, decision: limit, limits: [{ max: 1, window: hour }] }
`,
);

type Outcome = { code: number; stdout: string; stderr: string };

async function toolrisk(...args: string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, TOOLRISK_HOME: join(folder, 'home') };
  return promisify(execFile)(process.execPath, [MAIN, ...args], { cwd: folder, env }).then(
    (done) => ({ code: 0, ...done }),
    (failed: Outcome) => failed,
  );
}

describe('the policy of a client configuration', () => {
  it('is one text under its own keys; servers that failed and names that clash are denied and told', async () => {
    const { code, stdout, stderr } = await toolrisk('policy', config, '--for', 'claude-code', '--unsandboxed');
    expect(code).toBe(3);
    expect(JSON.parse(stdout).permissions).toEqual({
      allow: ['mcp__Harbour_Books__list_berths'],
      ask: [],
      deny: ['mcp__Harbour_Books__delete_berth', 'mcp__cell_a', 'mcp__cellar'],
    });
    expect(stderr).toContain('every tool of "cell a" is denied because another server');
    expect(stderr).toContain('every tool of "cellar" is denied because it could not be listed (exited)');
  });
});

describe('overrides, simulation and difference of policies', () => {
  it('go from one to the next', async () => {
    const scan = ['--for', 'neutral', '--unsandboxed', '--', process.execPath, server];
    const [plain, tight] = [
      await toolrisk('policy', ...scan),
      await toolrisk('policy', '--overrides', overrides, ...scan),
    ];
    expect([plain.code, tight.code, tight.stderr]).toEqual([0, 0, '']);
    const [older, newer] = [put('old.json', plain.stdout), put('new.json', tight.stdout)];
    expect(JSON.parse(plain.stdout).tools.list_berths.suggested).toEqual([{ kind: 'path-prefixes', argument: 'path' }]);

    const diff = await toolrisk('policy', 'diff', older, newer, '--fail-on-looser');
    expect(diff.code).toBe(0);
    expect(diff.stdout).toMatch(/1 rule changed, 0 of them looser/);
    expect((await toolrisk('policy', 'diff', newer, older, '--fail-on-looser')).code).toBe(1);
    const run = await toolrisk('policy', 'diff', newer, 'last', '--json');
    expect(JSON.parse(run.stdout).changes).toMatchObject([{ tool: 'list_berths', kind: 'allowed', isLooser: true }]);

    const { server: id } = JSON.parse(plain.stdout);
    const call = (tool: string, minute: number) =>
      JSON.stringify({
        server: id,
        tool,
        time: `2026-11-21T06:0${minute}:00Z`,
        arguments: { path: '/a\u001b[2J', token: 'abcdef' },
      });
    const log = [call('list_berths', 0), 'nonsense', call('list_berths', 1), call('delete_berth', 2)].join('\n');
    const simulated = await toolrisk('policy', 'simulate', '--calls', put('calls.jsonl', log), '--policy', newer);
    expect(simulated.code).toBe(2);
    expect(simulated.stderr).toBe('toolrisk: line 2: not JSON\n');
    expect(simulated.stdout).toContain('3 calls: 1 allowed, 1 limited, 0 asked, 1 denied');
    expect(simulated.stdout).toMatch(/token:\s+\[redacted\]/);
    expect(simulated.stdout).not.toContain('\u001b');
    const json = await toolrisk('policy', 'simulate', '--calls', join(folder, 'calls.jsonl'), '--json');
    expect(JSON.parse(json.stdout).outcomes).toEqual({ allowed: 2, limited: 0, asked: 0, denied: 1 });
  });

  it('say what is wrong', async () => {
    const missing = await toolrisk('policy', 'diff', 'no-such.json', 'last');
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('there is no file no-such.json')]);
    const bad = put('bad.yaml', 'version: 1\nservers:\n  a: { tools: { b: { decision: allow } } }\n');
    const refused = await toolrisk('policy', config, '--overrides', bad);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/line 3: .*because/)]);
    expect(readFileSync(bad, 'utf8')).toContain('version');
  });

  it('exit with 2 where an override is refused', async () => {
    const loose = put(
      'loose.yaml',
      'version: 1\nservers:\n  "*":\n    tools: { delete_berth: { because: x, decision: allow } }\n',
    );
    const { code, stdout, stderr } = await toolrisk(
      'policy',
      '--for',
      'neutral',
      '--overrides',
      loose,
      '--unsandboxed',
      '--',
      process.execPath,
      server,
    );
    expect(code).toBe(2);
    expect(stderr).toContain('add loosen: true');
    expect(JSON.parse(stdout).tools.delete_berth.decision).toBe('hide');
  });
});

describe('scan with --overrides', () => {
  const at = (out: string, file: string) => [
    'scan',
    '--out',
    join(folder, out),
    '--overrides',
    file,
    '--unsandboxed',
    '--',
    process.execPath,
    server,
  ];
  const policyIn = (out: string) => {
    const [file = ''] = readdirSync(join(folder, out, 'policies'));
    return JSON.parse(readFileSync(join(folder, out, 'policies', file), 'utf8'));
  };

  it('writes the policies of its folder and of its reports by them, rules on arguments included', async () => {
    const file = put(
      'folders.yaml',
      `version: 1
servers:
  "command:*":
    tools:
      list_berths:
        because: the yard only
        arguments: [{ kind: path-prefixes, argument: path, prefixes: [/yard] }]
  npm:elsewhere:
    tools: {}
`,
    );
    const { code, stderr } = await toolrisk(...at('ruled', file));
    expect(code).toBe(0);
    expect(stderr.match(/no server npm:elsewhere is among the targets/g)).toHaveLength(1);
    // PolicyLayer's format knows no rules on arguments, so the tool falls to what breaking one leads to.
    const { tools } = policyIn('ruled');
    expect(tools.list_berths).toEqual({ deny_if: [{ conditions: [], on_deny: 'Denied by policy.' }] });
    expect(readFileSync(join(folder, 'ruled', 'report.md'), 'utf8')).toContain('Denied by policy.');
  });

  it('keeps the derived rule where one is refused, and exits with 2', async () => {
    const file = put(
      'loosening.yaml',
      'version: 1\nservers:\n  "*":\n    tools: { delete_berth: { because: x, decision: allow } }\n',
    );
    const { code, stderr } = await toolrisk(...at('refused', file));
    expect([code, policyIn('refused').hide]).toEqual([2, ['delete_berth']]);
    expect(stderr.match(/add loosen: true/g)).toHaveLength(1);
  });

  it('asks for --out, without which no policy is written', async () => {
    const { code, stderr } = await toolrisk(
      'scan',
      '--overrides',
      overrides,
      '--unsandboxed',
      '--',
      process.execPath,
      server,
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('add --out')]);
  });
});
