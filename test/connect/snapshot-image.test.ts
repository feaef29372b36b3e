import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withInstall } from '../../src/connect/fetch/install-cache.ts';
import type { ConnectOptions } from '../../src/connect/options.ts';
import { canRunImages, chooseContainerEngine } from '../../src/connect/sandbox/choose-sandbox.ts';
import { takeSnapshot } from '../../src/connect/take-snapshot.ts';
import { Secret } from '../../src/model/secret.ts';
import type { ServerEntry } from '../../src/model/server-entry.ts';
import { connectOptions } from './connect-options.ts';
import { type ImageRegistry, SHELL_SERVER, startImageRegistry } from './oci/image-registry.ts';

/** In CI a machine without an engine fails rather than skips. */
const CAN_RUN = process.env.CI !== undefined || (await canRunImages());

let registry: ImageRegistry;
let installs: string;
let engine: string;
beforeAll(async () => {
  if (!CAN_RUN) return;
  engine = await chooseContainerEngine();
  registry = await startImageRegistry();
  installs = mkdtempSync(join(tmpdir(), 'installs-'));
  // The engine's own way to be told of a registry without TLS; docker knows loopback as such.
  const settings = join(installs, 'registries.conf');
  writeFileSync(settings, `[[registry]]\nlocation = "${registry.host}"\ninsecure = true\n`);
  process.env.CONTAINERS_REGISTRIES_CONF = settings;
});
afterAll(async () => {
  if (!CAN_RUN) return;
  for (const id of new Set(images().map(({ id: each }) => each))) execFileSync(engine, ['image', 'rm', '--force', id]);
  await registry.close();
  rmSync(installs, { recursive: true, force: true });
});

/** The images of our registry that the engine holds. */
function images(): { name: string; id: string }[] {
  const told = execFileSync(engine, ['images', '--no-trunc', '--format', '{{.Repository}} {{.ID}}'], {
    encoding: 'utf8',
  });
  const lines = told.split('\n').map((line) => line.split(' '));
  return lines.flatMap(([name = '', id = '']) => (name.startsWith(registry.host) ? [{ name, id }] : []));
}

/** The containers that a process made. */
function containersOf(pid: number | undefined): string[] {
  const told = execFileSync(engine, ['ps', '--all', '--format', '{{.Image}} {{.Labels}}'], { encoding: 'utf8' });
  return told.split('\n').filter((labels) => new RegExp(`toolrisk\\.owner[=:][\\w.-]+\\.${pid}\\b`).test(labels));
}

function entry(name: string, version?: string, args: string[] = []): ServerEntry {
  const wanted = {
    registryType: 'oci',
    identifier: `${registry.host}/${name}`,
    ...(version === undefined ? {} : { version }),
    transport: { type: 'stdio' as const },
    environmentVariables: [{ name: 'HARBOR_TOKEN' }],
    packageArguments: args,
  };
  return { id: `oci:${name}`, packages: [wanted], remotes: [], origins: [] };
}

const options = (more: Partial<ConnectOptions> = {}) =>
  connectOptions(installs, { timeoutMs: 30_000, installTimeoutMs: 60_000, ...more });

const told = async (wanted: ServerEntry, more: Partial<ConnectOptions> = {}) =>
  (await takeSnapshot(wanted, options(more))).tools[0]?.description;

describe.skipIf(!CAN_RUN)('a snapshot of an image', () => {
  it('is pulled by its tag, and names the digest that ran', async () => {
    const digest = registry.publish('harbor/plain', '1', SHELL_SERVER);
    const snapshot = await takeSnapshot(entry('harbor/plain', '1'), options());
    expect(snapshot.entry.version).toBe(digest);
    expect(snapshot.provenance).toMatchObject({
      transport: 'stdio',
      package: `oci:${registry.host}/harbor/plain@${digest}`,
      sandbox: engine,
      starts: 1,
    });
    expect(snapshot.tools.map(({ name }) => name)).toEqual(['dock_ship']);
    await allGone(process.pid);
  });

  it('asks no registry again for a digest that is here', async () => {
    const digest = registry.publish('harbor/kept', '1', `${SHELL_SERVER}# kept`);
    await told(entry('harbor/kept', digest));
    registry.asked.length = 0;
    expect(await told(entry('harbor/kept', digest))).toBe('plain');
    expect(registry.asked).toEqual([]);
  });

  it('follows a tag that moved', async () => {
    registry.publish('harbor/moved', 'latest', `told=first${SHELL_SERVER}`);
    const first = await told(entry('harbor/moved'));
    registry.publish('harbor/moved', 'latest', `told=second${SHELL_SERVER}`);
    expect([first, await told(entry('harbor/moved'))]).toEqual(['first', 'second']);
  });

  it('is chosen for this machine among several, and comes again by the digest that was named', async () => {
    const digest = registry.publish('harbor/many', '1', `told=many${SHELL_SERVER}`);
    registry.publishIndex('harbor/many', 'all', digest);
    const snapshot = await takeSnapshot(entry('harbor/many', 'all'), options());
    expect(snapshot.tools[0]?.description).toBe('many');
    registry.asked.length = 0;
    expect(await told(entry('harbor/many', snapshot.entry.version))).toBe('many');
    expect(registry.asked).toEqual([]);
  });

  it('runs as nobody, without a network, on a root that cannot be written, and without a folder of the host', async () => {
    const look = `
while read -r key rest; do case $key in Uid:|CapEff:|NoNewPrivs:) told="$told $key$rest" ;; esac; done < /proc/self/status
told="\${told%%	*} \${told#*CapEff:}"
( : > /data/x ) 2>/dev/null && told="$told wrote"
( : > /tmp/x ) 2>/dev/null && told="$told tmp"
while read -r device rest; do told="$told $device"; done < /proc/net/dev
while read -r a b; do case $b in *" ${process.cwd()} "*|*" /root"*|*" /home"*) told="$told host" ;; esac; done < /proc/self/mountinfo
`;
    registry.publish('harbor/walls', '1', `${look}${SHELL_SERVER}`);
    expect(await told(entry('harbor/walls', '1'))).toBe(
      ' Uid:65532 0000000000000000 NoNewPrivs:1 tmp Inter-| face lo:',
    );
  });

  it('keeps the user that an image names, and gives root without powers to one that nobody else can run', async () => {
    const look = `while read -r key uid rest; do case $key in Uid:) told=$uid ;; esac; done < /proc/self/status`;
    registry.publish('harbor/own', '1', `${look}${SHELL_SERVER}`, { User: '1234:1234' });
    const insists = `case $told in 0) ;; *) echo 'EACCES: permission denied' >&2; exit 1 ;; esac`;
    registry.publish('harbor/root', '1', `${look}\n${insists}${SHELL_SERVER}`);
    expect([await told(entry('harbor/own', '1')), await told(entry('harbor/root', '1'))]).toEqual(['1234', '0']);
  });

  it('makes up what the server asks for, hands over what is given, and passes arguments', async () => {
    const asks = `[ -n "$HARBOR_TOKEN" ] || { echo 'HARBOR_TOKEN is required' >&2; exit 1; }\ntold="$1 \${#HARBOR_TOKEN}"`;
    registry.publish('harbor/token', '1', `${asks}${SHELL_SERVER}`);
    const wanted = entry('harbor/token', '1', ['--berth=4']);
    const madeUp = await takeSnapshot(wanted, options());
    expect(Object.keys(madeUp.provenance.placeholders.env)).toEqual(['HARBOR_TOKEN']);
    const given = { env: new Map([['HARBOR_TOKEN', new Secret('canary-value')]]), headers: new Map() };
    const snapshot = await takeSnapshot(wanted, options({ given }));
    expect(snapshot.tools[0]?.description).toBe('--berth=4 12');
    expect(JSON.stringify(snapshot)).not.toContain('canary-value');
  });

  it('says not-found of a tag that the registry does not have', async () => {
    await expect(told(entry('harbor/plain', 'no-such'))).rejects.toMatchObject({ code: 'not-found', stage: 'fetch' });
  });

  it('refuses an image larger than all installs may be, before it is pulled', async () => {
    const digest = registry.publish('harbor/large', '1', `${SHELL_SERVER}# large`);
    registry.publishIndex('harbor/large', 'all', digest);
    registry.asked.length = 0;
    for (const tag of ['1', 'all'])
      await expect(takeSnapshot(entry('harbor/large', tag), options({ installsLimitBytes: 1000 }))).rejects.toThrow(
        'more than the install cache may',
      );
    expect(registry.asked.filter((path) => path.includes('/blobs/'))).toEqual([]);
    expect(images().filter(({ name }) => name.endsWith('/large'))).toEqual([]);
  });

  it('leaves when the installs pass their limit, if we pulled it', async () => {
    const ids: string[] = [];
    for (const turn of ['first', 'second']) {
      registry.publish('harbor/leaves', '1', `${SHELL_SERVER}# leaves ${turn}`);
      await told(entry('harbor/leaves', '1'));
      ids.push(...images().flatMap(({ name, id }) => (name.endsWith('/leaves') ? [id] : [])));
    }
    expect(new Set(ids).size).toBe(2);
    const cache = { installs, limitBytes: 2 ** 20 };
    const key = { registryType: 'npm', name: 'large', version: '1.0.0', built: false };
    await withInstall(
      cache,
      key,
      async (folder) => writeFileSync(join(folder, 'x'), Buffer.alloc(900_000, 1)),
      async () => undefined,
    );
    const left = execFileSync(engine, ['images', '--all', '--quiet', '--no-trunc'], { encoding: 'utf8' });
    expect(ids.filter((id) => left.includes(id))).toEqual([]);
  });

  it('does not outlive a scan that is killed', async () => {
    registry.publish('harbor/silent', '1', 'while :; do read -r line || :; done');
    const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
    const scan = spawn(process.execPath, [main, 'scan', `oci:${registry.host}/harbor/silent:1`, '--timeout', '60s'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, TOOLRISK_HOME: installs },
    });
    let words = '';
    scan.stderr.on('data', (chunk: Buffer) => {
      words += chunk.toString();
    });
    // Its first containers are those by which it tries the engine: they go on their own.
    const started = () => containersOf(scan.pid).filter((container) => !container.includes('toolrisk-empty'));
    while (started().length === 0 && scan.exitCode === null) await wait(100);
    expect(started(), words).toHaveLength(1);
    scan.kill('SIGKILL');
    await allGone(scan.pid);
  });
});

/** Waits until no container of a process is left. */
async function allGone(pid: number | undefined): Promise<void> {
  for (let turn = 0; containersOf(pid).length > 0 && turn < 100; turn += 1) await wait(100);
  expect(containersOf(pid)).toEqual([]);
}
