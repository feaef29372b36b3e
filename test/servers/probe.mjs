// Tries the walls of the sandbox from inside: `node probe.mjs WALL ARGS…` prints what it found as JSON.
import { spawn, spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { connect } from 'node:net';
import { homedir, hostname, userInfo } from 'node:os';
import { Worker } from 'node:worker_threads';

const [wall, ...args] = process.argv.slice(2);
const attempt = (work) => {
  try {
    return work() ?? 'done';
  } catch (error) {
    return error.code ?? error.message;
  }
};

const WALLS = {
  /** What reading each path gives. */
  read: (...paths) => Object.fromEntries(paths.map((path) => [path, attempt(() => readFileSync(path) && 'read')])),
  /** What making a file at each path gives. */
  write: (...paths) =>
    Object.fromEntries(paths.map((path) => [path, attempt(() => writeFileSync(path, 'mine') ?? 'written')])),
  /** What can be seen from here. */
  look: () => ({
    root: readdirSync('/'),
    home: [homedir(), ...readdirSync(homedir())],
    tmp: readdirSync('/tmp'),
    processes: readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
    hostname: hostname(),
    user: userInfo().uid,
    environment: Object.keys(process.env).sort(),
    cwd: process.cwd(),
    capabilities: /CapEff:\s*(\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1],
  }),
  /** What each open descriptor is. */
  inherited: (...descriptors) =>
    Object.fromEntries(descriptors.map((name) => [name, attempt(() => readlinkSync(`/proc/self/fd/${name}`))])),
  /** Where a text of ours stands, in anything that /proc shows; it comes in parts so that it does not find itself. */
  search: (...parts) =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => ['environ', 'cmdline'].map((file) => `/proc/${pid}/${file}`))
      .filter((path) => attempt(() => `${readFileSync(path).includes(parts.join(''))}`) === 'true'),
  /** What connecting to each `host:port` gives. */
  reach: async (...places) =>
    Object.fromEntries(
      await Promise.all(
        places.map(async (place) => {
          const [host, port] = place.split(':');
          const socket = host === 'unix' ? connect({ path: `\0${port}` }) : connect({ host, port: Number(port) });
          const outcome = await new Promise((resolve) => {
            socket.on('connect', () => resolve('reached')).on('error', (error) => resolve(error.code));
            setTimeout(() => resolve('silence'), 3000).unref();
          });
          socket.destroy();
          return [place, outcome];
        }),
      ),
    ),
  resolve: async (name) =>
    lookup(name).then(
      () => 'resolved',
      (error) => error.code,
    ),
  /** What signalling each process gives. */
  signal: (...pids) =>
    Object.fromEntries(pids.map((pid) => [pid, attempt(() => process.kill(Number(pid), 'SIGKILL') && 'sent')])),
  /** How many processes can be started before it is refused. */
  fork: (most) => {
    let started = 0;
    for (; started < Number(most); started++) {
      const { pid } = spawn('/bin/sleep', ['100'], { stdio: 'ignore' }).on('error', () => {});
      if (pid === undefined) break;
    }
    return started;
  },
  /** How many MB can be kept in memory, in this process and `processes` further ones. */
  allocate: async (mostMb, processes = '0') => {
    const children = Array.from({ length: Number(processes) }, () =>
      spawn(process.execPath, [process.argv[1], 'allocate', mostMb], { stdio: ['ignore', 'inherit', 'ignore'] }),
    );
    const kept = [];
    for (let mb = 0; mb < Number(mostMb); mb += 16) {
      const block = attempt(() => Buffer.alloc(16 * 2 ** 20, 1));
      if (typeof block === 'string') break;
      kept.push(block);
    }
    await Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve))));
    await new Promise((resolve) => setTimeout(resolve, 300));
    return kept.length * 16;
  },
  /** How many worker threads come up. */
  threads: async (most) => {
    const workers = Array.from(
      { length: Number(most) },
      () => new Worker('setInterval(() => {}, 1000)', { eval: true }),
    );
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.on('online', resolve))));
    return workers.length;
  },
  /** How many MB can be written to files of a folder. */
  fill: (folder, mostMb) => {
    mkdirSync(folder, { recursive: true });
    const block = Buffer.alloc(2 ** 20, 1);
    for (let mb = 0; mb < Number(mostMb); mb++) {
      const outcome = attempt(() => appendFileSync(`${folder}/file-${Math.floor(mb / 64)}`, block));
      if (outcome !== 'done') return { mb, outcome };
    }
    return { mb: Number(mostMb), outcome: 'done' };
  },
  /** How long one file can become, in MB. */
  grow: (path, mostMb) => {
    const file = openSync(path, 'w');
    const block = Buffer.alloc(2 ** 20, 1);
    for (let mb = 0; mb < Number(mostMb); mb++) {
      const outcome = attempt(() => (writeSync(file, block) === block.length ? undefined : 'short'));
      if (outcome !== 'done') return { mb, outcome };
    }
    return { mb: Number(mostMb), outcome: 'done' };
  },
  /** Sizes of the writable folders in MB. */
  sizes: (...folders) =>
    Object.fromEntries(
      folders.map((folder) => [folder, Math.round((statfsSync(folder).blocks * statfsSync(folder).bsize) / 2 ** 20)]),
    ),
  /** Whether further namespaces, mounts or a device can be made. */
  escape: () => ({
    namespace: spawnSync('/usr/bin/unshare', ['--user', 'true']).status === 0,
    mount: spawnSync('/bin/mount', ['-t', 'tmpfs', 'none', '/tmp']).status === 0,
    remount: spawnSync('/bin/mount', ['-o', 'remount,rw', '/']).status === 0,
    disk: existsSync('/dev/sda') || existsSync('/dev/vda') || existsSync('/dev/mem'),
    // Writes back what stands there, so that a wall with a hole does no harm.
    settings: readdirSync('/proc/sys', { recursive: true })
      .map((name) => `/proc/sys/${name}`)
      .concat('/proc/sysrq-trigger', '/proc/self/uid_map', '/proc/self/oom_score_adj')
      .filter((path) => attempt(() => closeSync(openSync(path, 'r+'))) === 'done'),
  }),
  burn: () => {
    for (;;);
  },
  node: () => [process.version, process.execPath],
};

process.stdout.write(`${JSON.stringify(await WALLS[wall](...args))}\n`, () => process.exit(0));
