import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-tarball-'));
const modules = join(folder, 'node_modules');
const bin = join(modules, 'toolrisk/bin/toolrisk.js');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packs the project and installs it elsewhere: in CI with npm from the registry, else with links to our own node_modules. */
function installElsewhere(): string[] {
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' });
  const [{ filename, files }] = JSON.parse(packed.slice(packed.indexOf('[')));
  const tarball = join(folder, filename);
  if (process.env.CI) {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    execFileSync('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', tarball], { cwd: folder });
  } else {
    mkdirSync(join(modules, 'toolrisk'), { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'toolrisk')]);
    for (const name of Object.keys(manifest().dependencies)) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    }
  }
  return files.map(({ path }: { path: string }) => path);
}

const manifest = () => JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

function toolrisk(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TOOLRISK_HOME: join(folder, 'home') },
  });
}

/** A server in 10 lines that needs no package: it answers the handshake and lists one tool. */
const SERVER = `
import { createInterface } from 'node:readline';
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const tools = [{ name: 'delete_log_book', description: 'Permanently delete a log book.', inputSchema: { type: 'object' } }];
  const result = method === 'initialize'
    ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'log', version: '1' } }
    : { tools };
  console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
}
`;

describe('the package from its tarball, installed elsewhere', () => {
  let files: string[];
  beforeAll(() => {
    files = installElsewhere();
    mkdirSync(join(folder, 'project'));
    writeFileSync(join(folder, 'project/server.mjs'), SERVER);
  });

  it('holds what it needs to run, and no sources or tests', () => {
    expect(files).toEqual(expect.arrayContaining(['bin/toolrisk.js', 'dist/cli/main.js', 'package.json', 'README.md']));
    expect(files.some((file) => file.startsWith('data/model/'))).toBe(true);
    expect(files.some((file) => file.startsWith('prompts/'))).toBe(true);
    expect(files.filter((file) => /^(?:src|test|\.ci)\/|\.ts$|benchmark/.test(file))).toEqual([]);
  });

  it('says its version', () => {
    expect(toolrisk('--version')).toMatchObject({ status: 0, stdout: `${manifest().version}\n` });
  });

  it('scans a server', () => {
    const server = join(folder, 'project/server.mjs');
    const { status, stdout, stderr } = toolrisk('scan', '--json', '--out', 'out', '--', process.execPath, server);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { servers } = JSON.parse(stdout);
    expect(servers[0].tools).toMatchObject([{ tool: 'delete_log_book', category: 'Destructive' }]);
    expect(readdirSync(join(folder, 'out'))).toEqual(
      expect.arrayContaining(['report.html', 'report.md', 'report.csv', 'report.json', 'policies', 'run.json']),
    );
  });
});
