import { parseArgs } from 'node:util';
import { benchKills } from './crawl-kills.ts';
import { benchPackages } from './crawl-npm.ts';
import { benchRemotes } from './crawl-remote.ts';
import { openBench } from './crawl-run.ts';
import { benchWorkers } from './crawl-workers.ts';

// The figures of the nightly crawl (issue 4). `npm run bench:crawl -- remote|npm|kills|workers [--n N] …`; exits 1 where
// a figure is not reached.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Servers. */
    n: { type: 'string' },
    /** Servers at once. */
    jobs: { type: 'string' },
    /** SIGKILLs. */
    kills: { type: 'string', default: '200' },
    /** Milliseconds before each answer of a slow server. */
    delay: { type: 'string', default: '500' },
    /** Seed of the sample of packages. */
    seed: { type: 'string', default: '1' },
    /** Packages alone, without the bare side. */
    'no-bare': { type: 'boolean', default: false },
    /** Megabytes that installs with their downloads may hold. */
    'cache-limit': { type: 'string', default: '3000' },
    data: { type: 'string', default: new URL('../../../shared/data/npm-servers.jsonl', import.meta.url).pathname },
  },
});
const [mode = 'remote'] = positionals;
const number = (text: string | undefined, otherwise: number): number => Number(text ?? otherwise);

const bench = openBench();
try {
  if (!(await run())) process.exitCode = 1;
} finally {
  bench.close();
}

async function run(): Promise<boolean> {
  const { n, jobs, kills, delay, seed, data } = values;
  if (mode === 'remote') return await benchRemotes(bench, { servers: number(n, 2000), jobs: number(jobs, 64) });
  if (mode === 'kills') return await benchKills({ servers: number(n, 500), kills: Number(kills) });
  if (mode === 'npm') {
    const sample = { packages: number(n, 120), seed: Number(seed), data, cacheLimitMb: Number(values['cache-limit']) };
    return await benchPackages(bench, { ...sample, jobs: number(jobs, 6), hasBare: !values['no-bare'] });
  }
  const postgres = process.env.TOOLRISK_TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/test';
  if (mode === 'workers')
    return await benchWorkers(bench, {
      // Enough that the wait for the few that never answer, 10 s at the end, hardly counts.
      servers: number(n, 1000),
      delayMs: Number(delay),
      jobs: number(jobs, 16),
      postgres,
    });
  throw new Error(`${mode} is no bench: remote, npm, kills or workers`);
}
