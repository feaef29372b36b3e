import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
const LEAKY = resolve(import.meta.dirname, '../servers/leaky.mjs');

type Ended = { code: number; stdout: string; stderr: string };

let folder: string;
let remote: Server;
let remoteUrl: string;
const seenHeaders: string[] = [];

/** A remote that repeats the Authorization header and the query in every text that it sends; `/denied` answers 401. */
function startRemote(): Promise<Server> {
  const server = createServer((request, response) => {
    const heard = `${request.headers.authorization ?? ''} ${request.url ?? ''}`;
    seenHeaders.push(heard);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.url?.startsWith('/denied')) return response.writeHead(401, { 'www-authenticate': heard }).end(heard);
      if (request.method !== 'POST') return response.writeHead(405).end();
      const { id, method } = JSON.parse(body) as { id?: number; method: string };
      if (id === undefined) return response.writeHead(202).end();
      const result =
        method === 'initialize'
          ? {
              protocolVersion: '2025-06-18',
              capabilities: { tools: {} },
              serverInfo: { name: heard, version: '1' },
              instructions: heard,
            }
          : {
              tools: [
                {
                  name: 'read_inbox',
                  description: heard,
                  inputSchema: { type: 'object', properties: { [heard]: {} } },
                },
              ],
            };
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

function run(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const environment = { PATH: process.env.PATH ?? '', HOME: folder, TOOLRISK_HOME: join(folder, 'home'), ...env };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { env: environment, cwd: folder, maxBuffer: 64e6 },
      (error, stdout, stderr) =>
        done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
    );
  });
}

/** Every way in which a value may stand in a text or a file. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  return [value, encodeURIComponent(value), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')];
}

/** Files under the test's folder, and the outputs, in which the value stands. */
function whereItStands(value: string, ended: Ended): string[] {
  const places: string[] = [];
  const holds = (text: Buffer | string) => formsOf(value).some((form) => text.includes(form));
  if (holds(ended.stdout)) places.push('stdout');
  if (holds(ended.stderr)) places.push('stderr');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (holds(name) || (!name.startsWith('given') && statSync(path).isFile() && holds(readFileSync(path))))
      places.push(name);
  }
  return places;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canary-'));
  remote = await startRemote();
  remoteUrl = `http://127.0.0.1:${(remote.address() as AddressInfo).port}`;
});

afterAll(() => {
  remote.closeAllConnections();
  remote.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a secret of the operator stands nowhere but with its server', () => {
  const canary = 'c4n4ry+/"sec ret=';
  const command = ['--', process.execPath, LEAKY];
  const out = () => ['--out', join(folder, 'out')];

  it.each([
    ['--env NAME', () => ['scan', '--env', 'LEAKY_KEY', ...out(), ...command], { LEAKY_KEY: canary }],
    ['--env NAME=VALUE', () => ['scan', '--env', `LEAKY_KEY=${canary}`, '--json', ...command], {}],
    ['--env-file', () => ['scan', '--env-file', join(folder, 'given.env'), ...out(), ...command], {}],
    [
      'a failing server',
      () => ['scan', '--env', 'LEAKY_KEY', '--env', 'LEAKY_EXIT=1', ...out(), ...command],
      { LEAKY_KEY: canary },
    ],
    ['a literal value in a client config', () => ['scan', join(folder, 'given.json'), ...out()], {}],
    [
      '--header',
      () => ['scan', `${remoteUrl}/mcp`, '--allow-private', '--header', 'Authorization=TOKEN', ...out()],
      { TOKEN: `Bearer ${canary}` },
    ],
    [
      'a refused --header',
      () => ['scan', `${remoteUrl}/denied`, '--allow-private', '--header', 'Authorization=TOKEN', '--json'],
      { TOKEN: `Bearer ${canary}` },
    ],
    [
      'the query of a URL',
      () => ['scan', `${remoteUrl}/mcp?api_key=${encodeURIComponent(canary)}`, '--allow-private', ...out()],
      {},
    ],
    [
      'the user info of a URL',
      () => [
        'scan',
        `http://me:${encodeURIComponent(canary)}@127.0.0.1:${(remote.address() as AddressInfo).port}/mcp`,
        '--allow-private',
        ...out(),
      ],
      {},
    ],
  ] as [string, () => string[], Record<string, string>][])('given by %s', async (_route, args, env) => {
    writeFileSync(join(folder, 'given.env'), `LEAKY_KEY='${canary}'\n`);
    const server = { command: process.execPath, args: [LEAKY, '--token', canary], env: { LEAKY_KEY: canary } };
    writeFileSync(join(folder, 'given.json'), JSON.stringify({ mcpServers: { leaky: server } }));
    seenHeaders.length = 0;
    const ended = await run(args(), env);
    expect(`${ended.code} ${ended.stderr}`).toMatch(/^[03] /);
    expect(whereItStands(canary, ended)).toEqual([]);
    expect(existsSync(join(folder, 'home', 'state', 'catalog.db'))).toBe(true);
  });

  it('and really reaches its server, so that the checks above can fail', async () => {
    const ended = await run(['scan', '--env', 'LEAKY_KEY=plain', '--json', ...command]);
    expect(ended.stdout).toContain('read_plain');
    await run(['scan', `${remoteUrl}/mcp`, '--allow-private', '--header', 'Authorization=TOKEN'], {
      TOKEN: 'Bearer plain',
    });
    expect(seenHeaders.join(' ')).toContain('Bearer plain');
  });
});
