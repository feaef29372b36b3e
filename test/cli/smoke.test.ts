import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-smoke-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The log book of a vessel: one tool that reads, one that deletes. */
const SERVER = `
import { createInterface } from 'node:readline';
const schema = { type: 'object', properties: { vessel: { type: 'string' } }, required: ['vessel'] };
const tools = [
  { name: 'list_log_entries', description: 'List the entries of a log book.', inputSchema: schema, annotations: { readOnlyHint: true } },
  { name: 'delete_log_book', description: 'Permanently delete the log book of a vessel. This cannot be undone.', inputSchema: schema },
];
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const result = method === 'initialize'
    ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'log', version: '1' } }
    : { tools };
  console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
}
`;
const server = join(folder, 'server.mjs');
writeFileSync(server, SERVER);

type Outcome = { code: number; stdout: string; stderr: string };

/** Runs a command on the server; the sandbox has its own tests. */
async function onServer(...args: string[]): Promise<Outcome> {
  return toolrisk(...args, '--unsandboxed', '--', process.execPath, server);
}

async function toolrisk(...args: string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, TOOLRISK_HOME: join(folder, 'home') };
  return promisify(execFile)(process.execPath, [MAIN, ...args], { cwd: folder, env }).then(
    (done) => ({ code: 0, ...done }),
    (failed: Outcome) => failed,
  );
}

describe('a scan of a server of one’s own', () => {
  it('shows counts, the riskiest tool with its reason, and where things are', async () => {
    const { code, stdout, stderr } = await onServer('scan', '--out', 'out');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/2 tools on 1 server\n/);
    expect(stdout).toMatch(/\n {2}Destructive +1 {2}█+\n/);
    expect(stdout).toMatch(/\n {2}Destructive\?? +\d+% {2}delete_log_book {2}\S.+\n/);
    expect(stdout).toContain('./out/report.html');
    expect(stdout).toContain(join(folder, 'home/state/catalog.db').replace(folder, '.'));
  });

  it('says the second time that nothing changed', async () => {
    const { stdout } = await onServer('scan');
    expect(stdout).toMatch(/2 tools {2}unchanged/);
  });

  it('says beside the JSON document which target could not be read', async () => {
    const { code, stdout, stderr } = await onServer('scan', '--json', join(folder, 'no-such.json'));
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ servers: [{ status: 'listed' }] });
    expect(stderr).toContain('no-such.json');
  });

  it('prints the document of the contract with --json, and nothing else', async () => {
    const { stdout } = await onServer('scan', '--json');
    const { servers, summary } = JSON.parse(stdout);
    expect(servers).toHaveLength(1);
    expect(servers[0]).toMatchObject({
      status: 'listed',
      serverInfo: { name: 'log' },
      provenance: { sandbox: 'none' },
    });
    expect(Object.keys(servers[0].tools[1])).toEqual(
      expect.arrayContaining(['server', 'tool', 'category', 'severity', 'confidence', 'probabilities', 'evidence']),
    );
    expect(summary).toMatchObject({ servers: 1, listed: 1, failed: 0, tools: 2 });
    writeFileSync(join(folder, 'before.json'), stdout);
  });

  it.each([
    [['--fail-on', 'Destructive'], 1],
    [['--fail-on', 'Financial', '--ignore-doubt'], 0],
    [['--baseline', 'before.json'], 0],
  ])('with %j ends with code %i', async (flags, code) => {
    expect((await onServer('scan', ...flags)).code).toBe(code);
  });

  it('ends with code 1 and names the tool when a risk rose against the baseline', async () => {
    const before = readFileSync(join(folder, 'before.json'), 'utf8');
    writeFileSync(join(folder, 'milder.json'), before.replaceAll('"category":"Destructive"', '"category":"Write"'));
    const { code, stdout } = await onServer('scan', '--baseline', 'milder.json');
    expect(code).toBe(1);
    expect(stdout).toContain('delete_log_book on');
    expect(stdout).toContain('was Write, is Destructive');
  });

  it('renders the report of the run folder again, the same', async () => {
    const { stdout } = await toolrisk('report', '--from', 'out', '--format', 'html');
    expect(stdout).toBe(readFileSync(join(folder, 'out/report.html'), 'utf8'));
  });
});

describe('one tool', () => {
  it('is explained with its evidence marked', async () => {
    const { code, stdout } = await onServer('explain', 'delete_log_book');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Destructive.+critical/);
    expect(stdout).toContain('«');
    expect(stdout).toContain('Default policy');
  });

  it('is explained as JSON with its definition and its rule', async () => {
    const { stdout } = await onServer('explain', 'delete_log_book', '--json');
    expect(JSON.parse(stdout).tools).toMatchObject([
      { tool: 'delete_log_book', definition: { name: 'delete_log_book' }, policy: { decision: 'hide' } },
    ]);
  });

  it('is explained as people decided', async () => {
    const [{ server: id }] = JSON.parse((await toolrisk('catalog', 'servers', '--json')).stdout);
    const why = ['--category', 'Write', '--reason', 'it only marks the book', '--by', 'Ann'];
    expect((await toolrisk('review', 'decide', id, 'list_log_entries', ...why)).code).toBe(0);
    const { stdout } = await onServer('explain', 'list_log_entries', '--json');
    expect(JSON.parse(stdout).tools).toMatchObject([{ category: 'Write', decidedBy: 'person' }]);
  });

  it('that is not there ends with code 2 and the names that are', async () => {
    const { code, stderr } = await onServer('explain', 'delete_log');
    expect(code).toBe(2);
    expect(stderr).toContain('delete_log_book');
  });
});

describe('a policy', () => {
  it('is printed as the gateway reads it', async () => {
    const { stdout } = await onServer('policy', '--for', 'policylayer');
    expect(JSON.parse(stdout)).toMatchObject({ default: 'deny', hide: ['delete_log_book'] });
  });

  it('is written to a folder with --out', async () => {
    const { stdout, stderr } = await onServer('policy', '--for', 'policylayer', '--out', 'policies');
    expect(stdout).toBe('');
    const file = /wrote (\S+)/.exec(stderr)?.[1];
    expect(JSON.parse(readFileSync(join(folder, file ?? ''), 'utf8'))).toMatchObject({ hide: ['delete_log_book'] });
  });
});
