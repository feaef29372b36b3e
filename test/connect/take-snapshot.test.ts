import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installFolder } from '../../src/connect/fetch/install-cache.ts';
import type { ConnectOptions } from '../../src/connect/options.ts';
import { takeSnapshot } from '../../src/connect/take-snapshot.ts';
import { Secret } from '../../src/model/secret.ts';
import type { ServerEntry } from '../../src/model/server-entry.ts';
import { HAS_SANDBOX } from './attempt.ts';
import { connectOptions } from './connect-options.ts';

/** A server in one file: it answers the handshake and lists one tool named after what it was given. */
const SERVER = `
const answer = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize') answer(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'harbor', version: '1' } });
  if (method === 'tools/list') answer(id, { tools: [{ name: 'dock_ship', description: told, inputSchema: { type: 'object' } }] });
});
`;

let installs: string;
beforeAll(() => {
  installs = mkdtempSync(join(tmpdir(), 'installs-'));
});
afterAll(() => rmSync(installs, { recursive: true, force: true }));

/** Puts a package into the cache as if it had been fetched, so that no registry is asked. */
function fetched(name: string, head: string, readme = ''): ServerEntry {
  const folder = installFolder(
    { installs, limitBytes: 0 },
    { registryType: 'npm', name, version: '1.0.0', built: false },
  );
  const own = join(folder, 'node_modules', name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), JSON.stringify({ name, version: '1.0.0', bin: 'server.cjs' }));
  writeFileSync(join(own, 'server.cjs'), `${head}\n${SERVER}`);
  writeFileSync(join(own, 'README.md'), readme);
  writeFileSync(join(folder, '.toolrisk.json'), JSON.stringify({ name, version: '1.0.0', bytes: 1 }));
  const transport = { type: 'stdio' as const };
  const wanted = {
    registryType: 'npm',
    identifier: name,
    version: '1.0.0',
    transport,
    environmentVariables: [],
    packageArguments: [],
  };
  return { id: `npm:${name}`, packages: [wanted], remotes: [], origins: [] };
}

const options = (more: Partial<ConnectOptions> = {}) => connectOptions(installs, more);

describe.skipIf(!HAS_SANDBOX)('a snapshot of a package', () => {
  it('names the exact version that ran and when', async () => {
    const snapshot = await takeSnapshot(fetched('harbor-plain', "const told = ''"), options());
    expect(snapshot.entry.version).toBe('1.0.0');
    expect(snapshot.provenance).toMatchObject({
      package: 'npm:harbor-plain@1.0.0',
      starts: 1,
      at: '2026-01-01T00:00:00.000Z',
    });
  });

  it('makes up what the server names, and records it', async () => {
    const head =
      "const told = process.env.HARBOR_TOKEN ?? ''; if (told === '') { console.error('HARBOR_TOKEN is required'); process.exit(1); }";
    const snapshot = await takeSnapshot(fetched('harbor-token', head), options());
    expect(Object.keys(snapshot.provenance.placeholders.env)).toEqual(['HARBOR_TOKEN']);
    expect(snapshot.tools[0]?.description).toBe(snapshot.provenance.placeholders.env.HARBOR_TOKEN);
  });

  it("hands over the operator's value instead, and records its name only", async () => {
    const entry = fetched('harbor-given', "const told = String((process.env.HARBOR_TOKEN ?? '').length)");
    const given = { env: new Map([['HARBOR_TOKEN', new Secret('canary-value')]]), headers: new Map() };
    const snapshot = await takeSnapshot(entry, options({ given }));
    expect(snapshot.tools[0]?.description).toBe('12');
    expect(snapshot.provenance.given).toEqual(['HARBOR_TOKEN']);
    expect(JSON.stringify(snapshot)).not.toContain('canary-value');
  });

  it('starts a server that writes beside itself from a copy', async () => {
    const head = "require('node:fs').mkdirSync(__dirname + '/logs/today', { recursive: true }); const told = __dirname";
    const snapshot = await takeSnapshot(fetched('harbor-writes', head), options());
    expect(snapshot.tools[0]?.description).toMatch(/^\/tmp\/package\//);
  });

  it('reads the start that the README shows', async () => {
    const head = "const told = process.argv[2]; if (told !== 'berth') process.exit(1);";
    const readme = '{ "command": "npx", "args": ["-y", "harbor-readme", "berth"] }';
    const snapshot = await takeSnapshot(fetched('harbor-readme', head, readme), options());
    expect(snapshot.provenance.placeholders.args).toEqual(['berth']);
  });

  it('ends a silent server within its time', async () => {
    const started = performance.now();
    const silent = takeSnapshot(
      fetched('harbor-silent', 'setInterval(() => 0, 1000); process.stdin.resume(); return;'),
      options({ timeoutMs: 3000 }),
    );
    await expect(silent).rejects.toMatchObject({ code: 'start-timeout' });
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

describe.skipIf(!HAS_SANDBOX)('a command of the operator', () => {
  it('reads its project, but not the configs of clients in it', async () => {
    const project = mkdtempSync(join(tmpdir(), 'project-'));
    const config = join(project, 'servers.json');
    const read = (name: string) =>
      `require('node:fs').readFileSync(require('node:path').join(__dirname, '${name}'), 'utf8')`;
    const names = ['servers.json', '.mcp.json', '.vscode/mcp.json', 'berths.txt'];
    const head = `const told = JSON.stringify([${names.map(read).join(',')}]);`;
    mkdirSync(join(project, '.vscode'));
    for (const name of names)
      writeFileSync(join(project, name), name === 'berths.txt' ? 'berths' : 'canary-of-another');
    writeFileSync(join(project, 'server.cjs'), `${head}\n${SERVER}`);
    const command = { argv: ['node', join(project, 'server.cjs')], projectFolder: project, environmentVariables: [] };
    const origins = [{ source: 'client-config', name: 'harbor', place: config }];
    const entry = { id: 'command:harbor', packages: [], remotes: [], command, origins };
    const snapshot = await takeSnapshot(entry, options());
    rmSync(project, { recursive: true });
    expect(JSON.parse(snapshot.tools[0]?.description ?? '')).toEqual(['', '', '', 'berths']);
  });
});

describe('what cannot be started', () => {
  it('says so of an image over HTTP and of nothing', async () => {
    const image = {
      registryType: 'oci',
      identifier: 'quay/harbor',
      transport: { type: 'streamable-http' as const },
      environmentVariables: [],
      packageArguments: [],
    };
    const entry = { id: 'oci:quay/harbor', packages: [image], remotes: [], origins: [] };
    await expect(takeSnapshot(entry, options())).rejects.toMatchObject({ code: 'unsupported' });
    await expect(takeSnapshot({ ...entry, packages: [] }, options())).rejects.toMatchObject({ code: 'unsupported' });
  });
});
