import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findNpm } from '../../src/connect/fetch/npm-cli.ts';
import { seededRandom } from '../../src/measure/random.ts';
import { forEachAtOnce } from '../../src/pipeline/for-each-at-once.ts';
import { type Bench, describeMachine, runNight, tell, writeConfig } from './crawl-run.ts';

const run = promisify(execFile);

/** Packages of one pair: all of them by a night, all of them by npm alone. */
const CHUNK = 40;
/** Pause between two looks at the disk; shorter where no pair is measured that looking would slow down. */
const LOOK_MS = 5000;
const LOOK_OFTEN_MS = 500;
/** Share that is to be listed, rate against npm alone, and how many times faster a night with nothing due is (issue 4). */
const LIMITS = { listed: 0.6, rate: 0.8, timesFaster: 30 };

export type PackageOptions = {
  packages: number;
  seed: number;
  data: string;
  jobs: number;
  hasBare: boolean;
  /** Megabytes that installs with their downloads may hold: less than what the packages need, so that some must leave. */
  cacheLimitMb: number;
};

/**
 * A sample of packages in nights with a cold cache and, in turn, by bare `npm install --ignore-scripts` with a cold cache
 * of its own, as many at once; then a night with nothing due.
 */
export async function benchPackages(bench: Bench, options: PackageOptions): Promise<boolean> {
  const { jobs, hasBare, cacheLimitMb } = options;
  const lookMs = hasBare ? LOOK_MS : LOOK_OFTEN_MS;
  const targets = sample(options);
  const size = hasBare ? CHUNK : targets.length;
  const chunks = Array.from({ length: Math.ceil(targets.length / size) }, (_none, at) =>
    targets.slice(at * size, (at + 1) * size),
  );
  const seconds = { ours: 0, bare: 0 };
  let installed = 0;
  const codes = new Map<string, number>();
  tell(`npm, n=${targets.length}, seed ${options.seed}, ${jobs} at once, ${describeMachine()}`);
  const disk = watchDisk(join(bench.folder, 'home/cache'), lookMs);
  const ours = async (chunk: readonly string[]): Promise<void> => {
    const night = await runNight(bench, configFor(bench, chunk, options), process.env);
    seconds.ours += night.wallSeconds;
    codes.set('listed', (codes.get('listed') ?? 0) + night.account.listed);
    for (const { code, servers } of night.account.failed.codes) codes.set(code, (codes.get(code) ?? 0) + servers);
    const [failure] = night.account.failed.codes.filter(({ code }) => code === 'install-failed');
    for (const example of failure?.examples ?? []) tell(`    ${JSON.stringify(example).slice(0, 300)}`);
    tell(`    ours ${chunk.length} in ${night.wallSeconds.toFixed(0)} s, ${night.account.listed} listed`);
  };
  const bare = async (chunk: readonly string[]): Promise<void> => {
    const started = performance.now();
    const done = await installBare(bench, chunk, jobs);
    seconds.bare += (performance.now() - started) / 1000;
    installed += done;
    tell(`    bare ${chunk.length} in ${((performance.now() - started) / 1000).toFixed(0)} s, ${done} installed`);
    rmSync(join(bench.folder, 'bare'), { recursive: true, force: true });
  };
  for (const [at, chunk] of chunks.entries()) {
    const sides = hasBare ? [ours, bare] : [ours];
    for (const side of at % 2 === 0 ? sides : sides.toReversed()) await side(chunk);
  }
  const second = await runNight(bench, configFor(bench, targets, options), process.env);
  const peakMb = await disk.stop();
  const listed = codes.get('listed') ?? 0;
  const [rate, ratio] = [targets.length / seconds.ours, seconds.bare / seconds.ours];
  const timesFaster = seconds.ours / second.wallSeconds;
  tell(
    `  listed ${listed} of ${targets.length} (${((100 * listed) / targets.length).toFixed(1)}%, at least ${100 * LIMITS.listed}%) in ${seconds.ours.toFixed(0)} s: ${rate.toFixed(2)} packages/s`,
  );
  tell(
    `  ${[...codes]
      .sort((a, b) => b[1] - a[1])
      .map(([code, count]) => `${code} ${count}`)
      .join(', ')}`,
  );
  if (hasBare)
    tell(
      `  bare npm install: ${installed} installed in ${seconds.bare.toFixed(0)} s: ${(targets.length / seconds.bare).toFixed(2)} packages/s; ours is ${(100 * ratio).toFixed(0)}% of its rate (at least ${100 * LIMITS.rate}%)`,
    );
  tell(
    `  disk: at most ${peakMb.toFixed(0)} MB of installs and downloads, looked at every ${lookMs / 1000} s; the limit is ${cacheLimitMb} MB`,
  );
  tell(
    `  a second night: ${second.account.due.total} due, ${second.wallSeconds.toFixed(1)} s, ${timesFaster.toFixed(0)} times faster (at least ${LIMITS.timesFaster})`,
  );
  const isReached =
    listed / targets.length >= LIMITS.listed && timesFaster >= LIMITS.timesFaster && peakMb <= cacheLimitMb;
  return isReached && (!hasBare || ratio >= LIMITS.rate);
}

function configFor(bench: Bench, targets: readonly string[], { jobs, cacheLimitMb }: PackageOptions): string {
  writeFileSync(join(bench.folder, 'packages.txt'), `${targets.join('\n')}\n`);
  return writeConfig(bench, 'npm', {
    sources: [{ kind: 'list', from: 'packages.txt' }],
    database: 'npm.db',
    limits: { installs: jobs },
    installsLimit: `${cacheLimitMb}MB`,
  });
}

/** Installs each package into a folder of its own, with a cache that all bare installs share. Gives how many it could. */
async function installBare(bench: Bench, targets: readonly string[], jobs: number): Promise<number> {
  const [program, ...words] = (await findNpm(new AbortController().signal)).argv;
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  let installed = 0;
  await forEachAtOnce(targets, jobs, async (target) => {
    const folder = join(bench.folder, 'bare', target.replaceAll(/[^\w.-]/g, '_'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const cache = join(bench.folder, 'bare-downloads');
    const all = [...words, ...flags, '--prefix', folder, '--cache', cache, target.replace(/^npm:/, '')];
    await run(program, all, { cwd: folder, timeout: 180_000 }).then(
      () => (installed += 1),
      () => undefined,
    );
  });
  return installed;
}

/** Targets in an order by the seed alone. */
function sample({ data, packages, seed }: PackageOptions): string[] {
  const random = seededRandom(seed);
  return readFileSync(data, 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ row: JSON.parse(line) as { target: string; version?: string }, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, packages)
    .map(({ row: { target, version } }) => (version === undefined ? target : `${target}@${version}`));
}

/** Measures a folder again and again until it is stopped; gives the most megabytes that were seen. */
function watchDisk(folder: string, lookMs: number): { stop: () => Promise<number> } {
  const stopped = new AbortController();
  let most = 0;
  const look = async (): Promise<void> => {
    const { stdout } = await run('du', ['-s', '--block-size=1000000', folder], { maxBuffer: 2 ** 24 }).catch(
      // Files leave while it counts.
      (error: unknown) => ({ stdout: error instanceof Error && 'stdout' in error ? String(error.stdout) : '' }),
    );
    most = Math.max(most, Number(/^\d+/.exec(stdout)?.[0] ?? 0));
  };
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      await look();
      await setTimeout(lookMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await watching;
      return most;
    },
  };
}
