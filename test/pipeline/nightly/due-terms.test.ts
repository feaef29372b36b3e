import { describe, expect, it } from 'vitest';
import type { ScheduleFacts } from '../../../src/catalog/schedule/schedule.ts';
import type { Package, Remote, ServerEntry } from '../../../src/model/server-entry.ts';
import { NightlyConfig } from '../../../src/pipeline/nightly/config.ts';
import { chooseBy, dueTerms, judgedByOf } from '../../../src/pipeline/nightly/due-terms.ts';
import { namedServer } from '../../../src/pipeline/nightly/lane-of.ts';
import { limitsFor } from '../../../src/pipeline/nightly/limits.ts';

const NOW = new Date('2026-11-21T01:00:00Z');
const AN_HOUR_AGO = '2026-11-21T00:00:00Z';
const CONFIG = NightlyConfig.parse({
  sources: [{ kind: 'list', from: 'servers.txt' }],
  backOff: { empty: { first: '30m', most: '1h' } },
});
const choose = chooseBy(dueTerms(CONFIG, 'rules weights', NOW));

/** A package that a night listed an hour ago. */
const FACTS: ScheduleFacts = {
  server: 'npm:tide-tables',
  lane: 'installs',
  isMoving: true,
  recordHash: 'a',
  triedHash: 'a',
  triedAt: AN_HOUR_AGO,
  listedAt: AN_HOUR_AGO,
  judgedBy: 'rules weights',
  failureCode: null,
  failures: 0,
};

describe('the terms of a night', () => {
  it.each<[string, Partial<ScheduleFacts>, string | undefined]>([
    ['asks the registry of an unpinned package', {}, 'ask-version'],
    ['leaves a pinned one alone', { isMoving: false }, undefined],
    ['leaves a remote alone', { lane: 'remotes' }, undefined],
    ['does not ask for one that never listed', { listedAt: null, failureCode: 'exited', failures: 1 }, undefined],
    ['looks at an old list at once', { triedAt: '2026-11-01T00:00:00Z', listedAt: '2026-11-01T00:00:00Z' }, 'aged'],
    ["takes the operator's back-off", { failureCode: 'empty', failures: 1 }, 'back-off'],
    ['and the built-in one for other codes', { failureCode: 'exited', failures: 1, isMoving: false }, undefined],
  ])('%s', (_title, more, reason) => {
    expect(choose({ ...FACTS, ...more })).toBe(reason);
  });

  it('know what classifies: the model and the prompt too where one is asked', () => {
    const classifier = { versions: { rules: 'r', weights: 'w' } };
    expect(judgedByOf(classifier, { mode: 'off', model: 'small' })).toBe('r w');
    const asked = judgedByOf(classifier, { mode: 'auto', model: 'small' });
    expect(asked).toMatch(/^r w auto \S+ small$/);
    expect(judgedByOf(classifier, { mode: 'auto', model: 'large' })).not.toBe(asked);
  });
});

describe('the lane of a server', () => {
  const packageOf = (version?: string, registryType = 'npm'): Package => ({
    registryType,
    identifier: 'tide-tables',
    ...(version === undefined ? {} : { version }),
    transport: { type: 'stdio' },
    environmentVariables: [],
    packageArguments: [],
  });
  const remote: Remote = { type: 'streamable-http', url: 'https://{region}.tides.example:8443/mcp', headers: [] };
  const entry = (more: Partial<ServerEntry>): ServerEntry => ({
    id: 'x',
    packages: [],
    remotes: [],
    origins: [{ source: 'list', name: 'x' }],
    ...more,
  });

  it.each<[string, Partial<ServerEntry>, object]>([
    ['a pinned package', { packages: [packageOf('1.2.3')] }, { lane: 'installs', isMoving: false, host: '' }],
    ['the newest of a package', { packages: [packageOf()], remotes: [remote] }, { lane: 'installs', isMoving: true }],
    ['a range', { packages: [packageOf('^1.2.0')] }, { isMoving: true }],
    ['a tag', { packages: [packageOf('latest', 'pypi')] }, { isMoving: true }],
    ['a wildcard', { packages: [packageOf('1.2.x')] }, { isMoving: true }],
    [
      'a remote beside what cannot be fetched',
      { packages: [packageOf('1.0.0', 'mcpb')], remotes: [remote] },
      { lane: 'remotes', host: 'x.tides.example:8443', isMoving: false },
    ],
    ['a command', { command: { argv: ['tide'], environmentVariables: [] } }, { lane: 'stdio', host: '' }],
    [
      'what is withdrawn',
      { remotes: [remote], origins: [{ source: 'registry', name: 'x', status: 'deleted' }] },
      { isWithdrawn: true },
    ],
  ])('is right for %s', (_title, more, named) => {
    expect(namedServer('x', entry(more))).toMatchObject(named);
  });
});

describe('limits', () => {
  const machine = { processors: 2, freeBytes: 8e9 };

  it('follow processors and free memory where the operator set none', () => {
    expect(limitsFor(CONFIG.limits, machine)).toEqual({ installs: 6, stdio: 4, remotes: 64, perHost: 4 });
    expect(limitsFor(CONFIG.limits, { processors: 64, freeBytes: 4e9 })).toMatchObject({ installs: 4, remotes: 256 });
    expect(limitsFor(CONFIG.limits, { processors: 2, freeBytes: 1e8 })).toMatchObject({ installs: 1, stdio: 1 });
  });

  it('are the operator’s own otherwise', () => {
    expect(limitsFor({ installs: 9, stdio: 8, remotes: 7, perHost: 6 }, machine)).toEqual({
      installs: 9,
      stdio: 8,
      remotes: 7,
      perHost: 6,
    });
  });
});
