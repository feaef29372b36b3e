import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../src/connect/listing/listing.ts';
import type { StartKnowledge } from '../../../src/connect/start/propose-starts.ts';
import { startInRounds } from '../../../src/connect/start/start-in-rounds.ts';
import type { StartState } from '../../../src/connect/start/start-state.ts';
import { Fault } from '../../../src/model/fault.ts';

const LISTING = { tools: [] } as unknown as Listing;
const KNOWN: StartKnowledge = {
  declared: [],
  given: new Set(),
  documented: [],
  documents: '',
  files: { credentials: '/files/credentials.json', empty: '/files/empty.db' },
  ways: [],
  hasArguments: false,
};

/** A server that says what it lacks until it has it. */
function run(
  answer: (state: StartState) => string | undefined,
  known: Partial<StartKnowledge> = {},
  code: 'exited' | 'start-timeout' = 'exited',
) {
  const states: StartState[] = [];
  const attempt = async (state: StartState) => {
    states.push(state);
    const words = answer(state);
    if (words === undefined) return LISTING;
    throw new Fault(code, 'start', 'the server ended with code 1', { stderrTail: words });
  };
  const options = {
    known: { ...KNOWN, ...known },
    attempt,
    timeoutMs: 30_000,
    scriptsRan: false,
    onFailedStart: () => undefined,
  };
  return { states, outcome: startInRounds(options) };
}

describe('start rounds', () => {
  it('starts bare first and only once where that lists', async () => {
    const { outcome, states } = run(() => undefined);
    expect(await outcome).toMatchObject({ starts: 1 });
    expect(states[0]?.env.size).toBe(0);
  });

  it('gives one variable after the other as the server names them', async () => {
    const { outcome } = run(({ env }) => {
      if (!env.has('HARBOR_URL')) return 'HARBOR_URL is required';
      return env.has('HARBOR_TOKEN') ? undefined : 'HARBOR_TOKEN is required';
    });
    const { state, starts } = await outcome;
    expect([[...state.env.keys()], starts]).toEqual([['HARBOR_URL', 'HARBOR_TOKEN'], 3]);
  });

  it('honours the prefix that a second complaint states', async () => {
    const { outcome } = run(({ env }) => {
      const value = env.get('HARBOR_TOKEN');
      if (value === undefined) return 'HARBOR_TOKEN is required';
      return value.startsWith('hb_') ? undefined : 'HARBOR_TOKEN must start with hb_';
    });
    expect((await outcome).state.env.get('HARBOR_TOKEN')).toMatch(/^hb_/);
  });

  it('leaves a switch of modes out where a plain variable is named beside it', async () => {
    const { outcome } = run(({ env }) =>
      env.has('HARBOR_TOKEN') && !env.has('HARBOR_USE_OAUTH') ? undefined : 'set HARBOR_TOKEN or HARBOR_USE_OAUTH=true',
    );
    expect(await outcome).toMatchObject({ starts: 2 });
  });

  it('gives the variables that the metadata requires from the second start on', async () => {
    const { outcome } = run(({ env }) => (env.has('QUAY') ? undefined : 'no'), {
      declared: [{ name: 'QUAY', isRequired: true }],
    });
    expect(await outcome).toMatchObject({ starts: 2 });
  });

  it('never makes up a variable that the operator gave', async () => {
    const { outcome, states } = run(() => 'HARBOR_TOKEN is invalid', { given: new Set(['HARBOR_TOKEN']) });
    await expect(outcome).rejects.toMatchObject({ code: 'needs-configuration' });
    expect(states.every(({ env }) => !env.has('HARBOR_TOKEN'))).toBe(true);
  });

  it('tries --stdio on a server that waits for HTTP', async () => {
    const { outcome } = run(
      ({ args }) => (args.includes('--stdio') ? undefined : 'listening on port 3000'),
      {},
      'start-timeout',
    );
    expect((await outcome).state.args).toEqual(['--stdio']);
  });

  it('uses the start that the documentation shows', async () => {
    const documented = [{ args: ['mcp', 'run'], env: new Map() }];
    const { outcome } = run(({ args }) => (args[0] === 'mcp' ? undefined : 'choose a mode'), { documented });
    expect((await outcome).state.args).toEqual(['mcp', 'run']);
  });

  it('ends after a bounded number of starts on a server that always wants more', async () => {
    let count = 0;
    const { outcome, states } = run(() => {
      count += 1;
      return `HARBOR_VARIABLE_${count} is required`;
    });
    await expect(outcome).rejects.toBeInstanceOf(Fault);
    expect(states.length).toBeLessThanOrEqual(10);
  });

  it.each<[string, string]>([
    ['Error: getaddrinfo ENOTFOUND harbor.example', 'needs-network'],
    ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'needs-network'],
    ['401 Unauthorized', 'needs-credentials'],
    ['/bin/sh: 1: java: not found', 'runtime-missing'],
    ["Executable doesn't exist at /browsers/chrome", 'runtime-missing'],
    ['Error: Could not locate the bindings file. Tried:', 'install-failed'],
    ['This server only supports macOS', 'unsupported'],
    ['Schema file not found at /home/server/x.graphql\nUsage: harbor [path]', 'needs-configuration'],
    ['Usage: harbor [options]', 'not-a-server'],
    ["Error: Cannot find package 'left' imported from x", 'exited'],
    ['', 'exited'],
  ])('tells %j as %s', async (words, code) => {
    await expect(run(() => words).outcome).rejects.toMatchObject({ code });
  });

  it('does not report a demand that a later start has met', async () => {
    const { outcome } = run(({ env }) => (env.has('HARBOR_TOKEN') ? 'fetch failed' : 'HARBOR_TOKEN is required'));
    await expect(outcome).rejects.toMatchObject({ code: 'needs-network' });
  });

  it('throws errors of ours as they are', async () => {
    const options = { known: KNOWN, timeoutMs: 1000, scriptsRan: false, onFailedStart: () => undefined };
    const attempt = async () => await Promise.reject(new TypeError('ours'));
    await expect(startInRounds({ ...options, attempt })).rejects.toBeInstanceOf(TypeError);
  });
});
