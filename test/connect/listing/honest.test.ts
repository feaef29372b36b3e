import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attempt, HAS_SANDBOX, SERVERS, serverPlan } from '../attempt.ts';

const readOnly = [SERVERS, resolve(SERVERS, '../../node_modules')];

describe.skipIf(!HAS_SANDBOX)('an honest server over stdio', () => {
  it('on SDK 1.x is listed whole', async () => {
    const { listing, notes } = await attempt(serverPlan('honest-v1.mjs', [], { readOnly }));
    expect(listing).toMatchObject({
      transport: 'stdio',
      serverInfo: { name: 'lending-desk', version: '1.2.3' },
      protocolVersion: '2025-11-25',
      instructions: 'Ask at the desk.',
      capabilities: { tools: { listChanged: true } },
      malformed: [],
    });
    expect(listing?.tools).toMatchObject([
      {
        name: 'lend_book',
        title: 'Lend',
        description: 'Lends a book.',
        inputSchema: { type: 'object', properties: { isbn: { type: 'string', description: 'ISBN of the book' } } },
        annotations: { destructiveHint: false },
        execution: { taskSupport: 'forbidden' },
      },
      { name: 'find_book' },
    ]);
    expect(listing?.listMs).toBeGreaterThan(0);
    expect(notes).toEqual([]);
  });

  it.each([
    ['both eras, by the handshake', 'serve', '2025-11-25'],
    ['the newer era alone, without one', 'reject', '2026-07-28'],
  ])('on SDK 2.x is listed where it speaks %s', async (_what, legacy, protocolVersion) => {
    const { listing, fault } = await attempt(serverPlan('honest-v2.mjs', [legacy], { readOnly }));
    expect(fault).toBeUndefined();
    expect(listing).toMatchObject({
      serverInfo: { name: 'lending-desk', version: '2.0.0' },
      protocolVersion,
      instructions: 'Ask at the desk.',
      tools: [{ name: 'lend_book', description: 'Lends a book.' }],
    });
  });
});

describe.skipIf(!HAS_SANDBOX)('a start that is no start', () => {
  it.each([
    ['a program that does not exist', ['no-such-program'], 'runtime-missing', /no-such-program/],
    ['a script that does not exist', ['node', '/no/such/script.js'], 'exited', /code 1/],
    ['a working folder that does not exist', ['node', '--version'], 'sandbox-refused', /chdir/],
  ])('of %s is told by its code', async (what, argv, code, message) => {
    const cwd = what.includes('folder') ? { cwd: '/no/such/folder' } : {};
    const { fault } = await attempt({ argv, env: {}, readOnly: [], writable: [], ...cwd });
    expect(fault).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('has the last words of stderr and stdout together', async () => {
    const script = 'console.error("usage: desk DIR"); console.log("set LIBRARY_CARD"); process.exit(64)';
    const { fault } = await attempt({ argv: ['node', '-e', script], env: {}, readOnly: [], writable: [] });
    expect(fault).toMatchObject({ code: 'exited', message: 'the server ended with code 64' });
    expect(fault?.stderrTail).toMatch(/usage: desk DIR[\s\S]*set LIBRARY_CARD/);
  });

  it('that passes a limit is told so', async () => {
    const keep = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(64 * 2 ** 20, 1)), 20)';
    const plan = { argv: ['node', '-e', keep], env: {}, readOnly: [], writable: [] };
    const { fault } = await attempt(plan, { limits: { memoryBytes: 400 * 2 ** 20 } });
    expect(fault).toMatchObject({ code: 'exited', message: expect.stringContaining('passed a limit on memory') });
  });

  it('ends at once when the run is stopped', async () => {
    const { chooseSandbox } = await import('../../../src/connect/sandbox/choose-sandbox.ts');
    const { attemptStart } = await import('../../../src/connect/attempt-start.ts');
    const { DEFAULT_CAPS, DEFAULT_LIMITS } = await import('../../../src/connect/options.ts');
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const started = performance.now();
    const listing = attemptStart(serverPlan('hostile.mjs', ['silent']), await chooseSandbox(false), {
      caps: DEFAULT_CAPS,
      limits: DEFAULT_LIMITS,
      signal: stop.signal,
      onEvent: () => undefined,
    });
    await expect(listing).rejects.toMatchObject({ code: 'interrupted' });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
