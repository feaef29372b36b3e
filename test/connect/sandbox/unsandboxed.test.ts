import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { attemptStart } from '../../../src/connect/attempt-start.ts';
import { DEFAULT_CAPS, DEFAULT_LIMITS } from '../../../src/connect/options.ts';
import { unsandboxed } from '../../../src/connect/sandbox/unsandboxed.ts';
import { serverPlan } from '../attempt.ts';
import { leftWith } from '../host-processes.ts';

const script = 'console.log(JSON.stringify({ env: process.env, cwd: process.cwd() }))';

describe('a server without a sandbox', () => {
  it('sees nothing of our environment and has a home of its own, which is taken away', async () => {
    process.env.CANARY = 'canary-of-the-reading-room';
    const plan = { argv: ['node', '-e', script], env: { LIBRARY_CARD: '4711' }, readOnly: [], writable: [] };
    const server = unsandboxed.start(plan, DEFAULT_LIMITS);
    const { env, cwd } = JSON.parse(await text(server.stdout));
    await server.exited;
    expect(Object.keys(env).sort()).toEqual(['HOME', 'LANG', 'LIBRARY_CARD', 'PATH', 'TMPDIR']);
    expect(cwd).toBe(env.HOME);
    expect(existsSync(env.HOME)).toBe(false);
  });

  it('is killed with the processes of its group', async () => {
    const marker = `unsandboxed-${process.pid}`;
    const loop = `require('child_process').spawn('/bin/sh', ['-c', 'while :; do sleep 1; done', '${marker}'], { stdio: 'inherit' })`;
    const listing = attemptStart({ argv: ['node', '-e', loop], env: {}, readOnly: [], writable: [] }, unsandboxed, {
      caps: DEFAULT_CAPS,
      limits: DEFAULT_LIMITS,
      signal: AbortSignal.timeout(700),
      onEvent: () => undefined,
    });
    await expect(listing).rejects.toMatchObject({ code: 'start-timeout' });
    expect(await leftWith(marker)).toEqual([]);
  });

  it('is listed like any other', async () => {
    const listing = await attemptStart(serverPlan('hostile.mjs', ['noise']), unsandboxed, {
      caps: DEFAULT_CAPS,
      limits: DEFAULT_LIMITS,
      signal: AbortSignal.timeout(20_000),
      onEvent: () => undefined,
    });
    expect(listing.tools).toHaveLength(2);
  });

  it('that does not exist is a missing program', async () => {
    const listing = attemptStart({ argv: ['no-such-program'], env: {}, readOnly: [], writable: [] }, unsandboxed, {
      caps: DEFAULT_CAPS,
      limits: DEFAULT_LIMITS,
      signal: AbortSignal.timeout(20_000),
      onEvent: () => undefined,
    });
    await expect(listing).rejects.toMatchObject({ code: 'runtime-missing', message: /no-such-program/ });
  });
});
