import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaunchPlan } from '../../../src/connect/launch-plan.ts';
import { DEFAULT_LIMITS, type SandboxLimits } from '../../../src/connect/options.ts';
import { runToEnd } from '../../../src/connect/run-to-end.ts';
import { chooseSandbox } from '../../../src/connect/sandbox/choose-sandbox.ts';
import { HOME_INSIDE, PRIVATE_FOLDER_BYTES } from '../../../src/connect/sandbox/inside.ts';
import { HAS_SANDBOX, SERVERS, serverPlan } from '../attempt.ts';

/** Where this checkout or its Node stands in /tmp, the way to it is all that is seen there. */
const shownInTmp = [...new Set([SERVERS, process.execPath])]
  .filter((path) => path.startsWith('/tmp/'))
  .map((path) => path.split('/')[2])
  .slice(0, 1);

/** Runs one probe inside and gives its exit and what it printed. */
async function probe(
  [wall, ...args]: readonly string[],
  changes: { plan?: Partial<LaunchPlan>; limits?: Partial<SandboxLimits>; timeoutMs?: number } = {},
): Promise<{ code: number | null; found: unknown; output: string }> {
  const sandbox = await chooseSandbox(false);
  const plan = serverPlan('probe.mjs', [wall ?? '', ...args], changes.plan);
  const limits = { ...DEFAULT_LIMITS, ...changes.limits };
  const signal = AbortSignal.timeout(changes.timeoutMs ?? 20_000);
  const { code, output } = await runToEnd(plan, sandbox, { limits, signal });
  const line = output.split('\n').findLast((text) => /^(?:[[{"].*|\d+)$/.test(text));
  return { code, output, found: line === undefined ? undefined : JSON.parse(line) };
}

describe.skipIf(!HAS_SANDBOX)('the walls of the sandbox, tried from inside', () => {
  const folder = mkdtempSync(join(tmpdir(), 'walls-'));
  const ours = join(folder, 'ours.txt');
  let listener: Server;
  let abstract: Server;
  let port = 0;
  const abstractName = `toolrisk-walls-${process.pid}`;

  beforeAll(async () => {
    writeFileSync(ours, 'the reading list of the librarian');
    process.env.CANARY = 'canary-of-the-reading-room';
    listener = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    abstract = createServer((socket) => socket.end()).listen({ path: `\0${abstractName}` });
    await new Promise((resolve) => listener.once('listening', resolve));
    const address = listener.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });

  afterAll(() => {
    listener.close();
    abstract.close();
    rmSync(folder, { recursive: true });
  });

  it('hides our files: the project, the home, the tmp, the accounts of the machine', async () => {
    const files = [
      ours,
      join(SERVERS, '../../package.json'),
      join(homedir(), '.profile'),
      '/etc/shadow',
      '/etc/hostname',
    ];
    const { found } = await probe(['read', ...files]);
    expect(found).toEqual(Object.fromEntries(files.map((file) => [file, 'ENOENT'])));
  });

  it('lets nothing be written but in the private home and tmp', async () => {
    const refused = ['/mine', '/usr/mine', '/etc/mine', '/dev/mine', '/proc/mine', join(SERVERS, 'mine'), '/home/mine'];
    const allowed = [`${HOME_INSIDE}/mine`, '/tmp/mine', '/dev/shm/mine'];
    const { found } = await probe(['write', ...refused, ...allowed]);
    const written = Object.entries<unknown>(Object(found)).filter(([, outcome]) => outcome === 'written');
    expect(written.map(([path]) => path)).toEqual(allowed);
  });

  it('keeps what was written from the next start', async () => {
    await probe(['write', `${HOME_INSIDE}/mine`, '/tmp/mine']);
    expect((await probe(['read', `${HOME_INSIDE}/mine`, '/tmp/mine'])).found).toEqual({
      [`${HOME_INSIDE}/mine`]: 'ENOENT',
      '/tmp/mine': 'ENOENT',
    });
  });

  it('shows an environment with nothing but what is meant for the server, and no process beside its own', async () => {
    const { found } = await probe(['look'], { plan: { env: { LIBRARY_CARD: '4711' } } });
    expect(found).toMatchObject({
      home: [HOME_INSIDE],
      tmp: shownInTmp,
      processes: [1],
      hostname: 'sandbox',
      user: 1000,
      cwd: HOME_INSIDE,
      capabilities: '0000000000000000',
      environment: ['HOME', 'LANG', 'LIBRARY_CARD', 'PATH', 'PWD', 'TMPDIR'],
    });
  });

  it('shows our environment in no file of /proc', async () => {
    expect((await probe(['search', 'canary-of-the-', 'reading-room'])).found).toEqual([]);
  });

  it('shows the values for the server in no argument of a process on this machine', async () => {
    const sandbox = await chooseSandbox(false);
    const plan = serverPlan('hostile.mjs', ['silent'], { env: { LIBRARY_CARD: 'card-of-the-reading-room' } });
    const server = sandbox.start(plan, DEFAULT_LIMITS);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { commandsWith } = await import('../host-processes.ts');
    expect(commandsWith('hostile.mjs')).not.toEqual([]);
    expect(commandsWith('card-of-the-reading-room')).toEqual([]);
    server.kill();
    await server.exited;
  });

  it('hands on no file that was left open for us', () => {
    const file = openSync(ours, 'r');
    const script = join(import.meta.dirname, '../look-at-descriptors.ts');
    const nothing = Array.from({ length: 97 }, () => 'ignore' as const);
    const { stdout } = spawnSync(process.execPath, [script, '100'], {
      stdio: ['ignore', 'pipe', 'inherit', ...nothing, file],
    });
    expect(stdout.toString()).toBe(`${ours} /dev/null\n`);
  });

  it('gives no network: neither our loopback, nor abstract sockets, nor the world, nor names', async () => {
    const { found } = await probe(['reach', `127.0.0.1:${port}`, `unix:${abstractName}`, '192.0.2.1:80', '8.8.8.8:53']);
    expect(found).toEqual({
      [`127.0.0.1:${port}`]: 'ECONNREFUSED',
      [`unix:${abstractName}`]: 'ECONNREFUSED',
      '192.0.2.1:80': 'ENETUNREACH',
      '8.8.8.8:53': 'ENETUNREACH',
    });
    expect((await probe(['resolve', 'example.com'])).found).not.toBe('resolved');
  });

  it('lets no process outside be signalled', async () => {
    const outside = [process.pid, process.ppid].map(String);
    expect((await probe(['signal', ...outside])).found).toEqual(
      Object.fromEntries(outside.map((pid) => [pid, 'ESRCH'])),
    );
  });

  it('gives no further namespace, mount, device or kernel setting', async () => {
    expect((await probe(['escape'])).found).toEqual({
      namespace: false,
      mount: false,
      remount: false,
      disk: false,
      settings: [],
    });
  });

  it('bounds the processes of a fork bomb', async () => {
    const { found } = await probe(['fork', '500'], { limits: { processes: 60 } });
    expect(found).toBeGreaterThan(5);
    expect(found).toBeLessThan(60);
  });

  it('bounds the memory of one process, and of a whole tree', async () => {
    const limits = { memoryBytes: 512 * 2 ** 20 };
    expect((await probe(['allocate', '200'], { limits })).output).toBe('208\n');
    expect((await probe(['allocate', '2000'], { limits })).output).not.toContain('2000');
    const { output } = await probe(['allocate', '304', '3'], { limits });
    expect(output.split('\n').filter((line) => line === '304').length).toBeLessThan(2);
  });

  it('leaves room for the threads of an honest server, each of which reserves much and uses little', async () => {
    expect((await probe(['threads', '16'])).output).toBe('16\n');
  });

  it('bounds one file, and each folder that can be written', async () => {
    const { found } = await probe(['grow', '/tmp/long', '40'], { limits: { fileBytes: 20 * 2 ** 20 } });
    expect(found).toEqual({ mb: 20, outcome: 'EFBIG' });
    const mb = PRIVATE_FOLDER_BYTES / 2 ** 20;
    const sizes = (await probe(['sizes', '/tmp', '/dev/shm', HOME_INSIDE])).found;
    expect(sizes).toEqual({ '/tmp': mb, '/dev/shm': mb, [HOME_INSIDE]: mb });
    const fill = (await probe(['fill', '/tmp/books', `${mb + 10}`])).found;
    expect(fill).toEqual({ mb, outcome: 'ENOSPC' });
  });

  it('bounds the processor time', async () => {
    const { code, found } = await probe(['burn'], { limits: { cpuSeconds: 1 }, timeoutMs: 10_000 });
    expect(found).toBeUndefined();
    expect(code).toBe(137);
  });

  it('runs servers on the Node that runs us', async () => {
    expect((await probe(['node'])).found).toEqual([process.version, process.execPath]);
  });

  it('shows folders of a plan read-only or writable as the plan says', async () => {
    const writable = mkdtempSync(join(tmpdir(), 'walls-out-'));
    const paths = [join(folder, 'new'), join(writable, 'new')];
    const { found } = await probe(['write', ...paths], { plan: { readOnly: [SERVERS, folder], writable: [writable] } });
    expect(found).toEqual({ [paths[0] ?? '']: 'EROFS', [paths[1] ?? '']: 'written' });
    rmSync(writable, { recursive: true });
  });

  it.each([['/'], [homedir()], ['/etc'], ['relative/folder'], ['/proc/']])(
    'refuses to show the folder %s',
    async (path) => {
      await expect(probe(['look'], { plan: { readOnly: [path] } })).rejects.toMatchObject({ code: 'sandbox-refused' });
    },
  );

  it('refuses to show the home by a link to it', async () => {
    const link = join(folder, 'link');
    symlinkSync(homedir(), link);
    await expect(probe(['look'], { plan: { readOnly: [link] } })).rejects.toMatchObject({ code: 'sandbox-refused' });
  });

  it('refuses a value that would smuggle in arguments of the sandbox', async () => {
    const plan = { env: { LIBRARY_CARD: 'x\0--bind\0/\0/' } };
    await expect(probe(['look'], { plan })).rejects.toThrow('NUL');
  });
});
