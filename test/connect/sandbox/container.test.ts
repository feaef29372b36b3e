import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attemptStart } from '../../../src/connect/attempt-start.ts';
import { DEFAULT_CAPS, DEFAULT_LIMITS } from '../../../src/connect/options.ts';
import { containerArguments } from '../../../src/connect/sandbox/container.ts';
import { docker } from '../../../src/connect/sandbox/docker.ts';
import { podman } from '../../../src/connect/sandbox/podman.ts';
import { SERVERS, serverPlan } from '../attempt.ts';
import { leftWith } from '../host-processes.ts';

const engine = { id: 'docker', user: '1000:1000' };
const plan = serverPlan('hostile.mjs', [], { env: { LIBRARY_CARD: 'card-of-the-reading-room', HOME: '/elsewhere' } });

describe('the arguments of a container', () => {
  const args = containerArguments(engine, plan, DEFAULT_LIMITS);
  const valuesOf = (flag: string) => args.filter((_arg, index) => args[index - 1] === flag);

  it('give it no network, no capability, no further privilege and a read-only root', () => {
    expect(valuesOf('--network')).toEqual(['none']);
    expect(valuesOf('--cap-drop')).toEqual(['ALL']);
    expect(valuesOf('--security-opt')).toEqual(['no-new-privileges']);
    expect(args).toContain('--read-only');
    expect(valuesOf('--pull')).toEqual(['never']);
    expect(args.join(' ')).not.toMatch(/--privileged|--pid |=host|docker\.sock/);
  });

  it('bound memory and processes', () => {
    expect(valuesOf('--memory')).toEqual([`${DEFAULT_LIMITS.memoryBytes}`]);
    expect(valuesOf('--memory-swap')).toEqual([`${DEFAULT_LIMITS.memoryBytes}`]);
    expect(valuesOf('--pids-limit')).toEqual([`${DEFAULT_LIMITS.processes}`]);
  });

  it('mount the folders of the plan read-only and nothing of the home', () => {
    const mounts = valuesOf('--mount');
    expect(mounts).toContain(`type=bind,source=${SERVERS},target=${SERVERS},readonly`);
    expect(mounts.filter((mount) => !mount.endsWith(',readonly'))).toEqual([]);
  });

  it('put nothing in the place of a hidden file', () => {
    const file = `${SERVERS}/hostile.mjs`;
    const hiding = containerArguments(engine, { ...plan, hidden: [file] }, DEFAULT_LIMITS);
    expect(hiding).toContain(`type=bind,source=/dev/null,target=${file},readonly`);
  });

  it('name the variables of the plan without their values, and let them win over ours', () => {
    expect(args.join(' ')).not.toContain('card-of-the-reading-room');
    expect(valuesOf('--env')).toContain('LIBRARY_CARD');
    expect(valuesOf('--env')).toContain('HOME');
    expect(valuesOf('--env').filter((variable) => variable.startsWith('HOME='))).toEqual([]);
  });

  it.each([
    ['a variable that would steer the client', { env: { LD_PRELOAD: '/evil.so' } }],
    ['a variable of the engine', { env: { DOCKER_HOST: 'tcp://desk.example' } }],
    ['a folder with a comma', { readOnly: ['/srv/books,readonly=false'] }],
    ['the root', { readOnly: ['/'] }],
  ])('refuse %s', (_what, more) => {
    expect(() => containerArguments(engine, { ...plan, ...more }, DEFAULT_LIMITS)).toThrow(
      expect.objectContaining({ code: 'sandbox-refused' }),
    );
  });
});

describe.each([[docker], [podman]])('a container of $id', async (way) => {
  const probe = await way.probe();

  it('works, or says why not in one line', () => {
    if (!probe.works) expect(probe.reason).toMatch(/^.+$/);
    else expect(probe.remarks).toEqual([]);
  });

  it.skipIf(!probe.works)('lists a server and is gone afterwards', async () => {
    if (!probe.works) return;
    const marker = randomUUID();
    const listing = await attemptStart(
      serverPlan('hostile.mjs', ['grandchildren', 'noise', marker], { env: { MARKER: marker } }),
      probe.sandbox,
      { caps: DEFAULT_CAPS, limits: DEFAULT_LIMITS, signal: AbortSignal.timeout(20_000), onEvent: () => undefined },
    );
    expect(listing.tools).toHaveLength(2);
    expect(await leftWith(marker, 10_000)).toEqual([]);
  });
});
