import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseSandbox } from '../../../src/connect/sandbox/choose-sandbox.ts';
import { overHttp, withHttpWay } from '../../../src/connect/start/http-way.ts';
import { type StartedListing, startServer } from '../../../src/connect/start/start-server.ts';
import { HAS_SANDBOX, SERVERS } from '../attempt.ts';
import { connectOptions } from '../connect-options.ts';

let installs: string;
beforeAll(() => {
  installs = mkdtempSync(join(tmpdir(), 'installs-'));
});
afterAll(() => rmSync(installs, { recursive: true, force: true }));

const desk = (...args: string[]) => ({
  argv: ['node', join(SERVERS, 'http-only.mjs'), ...args],
  alternatives: [],
  readOnly: [SERVERS, resolve(SERVERS, '../../node_modules')],
  env: {},
});

async function start(program: ReturnType<typeof withHttpWay>, timeoutMs = 20_000): Promise<StartedListing> {
  const entry = { id: 'command:desk', packages: [], remotes: [], origins: [] };
  const ready = { program, args: [], declared: [], name: 'desk', documents: [], scriptsRan: false };
  return await startServer(entry, ready, await chooseSandbox(false), connectOptions(installs, { timeoutMs }));
}

describe.skipIf(!HAS_SANDBOX)('a server that only speaks HTTP', () => {
  it.each([
    ['in streams of events', desk('streams'), undefined],
    ['in JSON', desk('json'), undefined],
    ['over the older transport', desk('sse', '/sse'), undefined],
    ['at a path of its own', desk('json', '/desk/7'), 'http://localhost:{PORT}/desk/7'],
    ['at a path that it does not say', desk('streams', '/'), 'http://localhost:3000/elsewhere'],
  ])('is listed %s, and stays offline', async (_how, program, url) => {
    const { listing, provenance } = await start(overHttp(program, url));
    expect(listing.tools).toEqual([expect.objectContaining({ name: 'lend_book', description: 'offline' })]);
    expect(listing).toMatchObject({ transport: 'streamable-http', serverInfo: { name: 'lending-desk' } });
    expect(provenance.starts).toBe(1);
  });

  it('is listed so where it said stdio, and its words tell otherwise', async () => {
    const { listing, provenance } = await start(withHttpWay(desk('streams')), 10_000);
    expect(listing).toMatchObject({ transport: 'streamable-http', serverInfo: { name: 'lending-desk' } });
    expect(provenance).toMatchObject({ starts: 2, placeholders: { env: {}, args: [] } });
  });

  it('is told by its last words where it ends', async () => {
    const program = { ...desk(), argv: ['node', '-e', "console.error('HARBOR_MISSING'); process.exit(3)"] };
    await expect(start(overHttp(program, undefined), 6000)).rejects.toMatchObject({
      stderrTail: expect.stringContaining('HARBOR_MISSING'),
    });
  });

  it('is told by what it answers where it is no MCP server', async () => {
    const web = "require('node:http').createServer((q, a) => a.writeHead(418).end()).listen(0)";
    const program = { ...desk(), argv: ['node', '-e', web] };
    await expect(start(overHttp(program, undefined), 12_000)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('answers 418 at every path'),
    });
  });
});
