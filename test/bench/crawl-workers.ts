import { freshSchema } from '../catalog/databases.ts';
import { type Bench, describeMachine, runCommand, startFarm, tell, writeConfig } from './crawl-run.ts';

/** Two workers must be so many times as fast as one (issue 4). */
const TIMES_AS_FAST = 1.7;

/**
 * A farm of slow servers under one worker process and under two, each on a schema of its own: from the start of the
 * workers until the last one has drained the night. Servers are the limit: each worker contacts few at once.
 */
export async function benchWorkers(
  bench: Bench,
  { servers, delayMs, jobs, postgres }: { servers: number; delayMs: number; jobs: number; postgres: string },
): Promise<boolean> {
  const farm = await startFarm(bench, servers, delayMs);
  const seconds: number[] = [];
  try {
    tell(
      `workers, n=${servers}, every answer after ${delayMs} ms, ${jobs} servers at once a worker, ${describeMachine()}`,
    );
    for (const workers of [1, 2]) {
      const schema = await freshSchema(postgres);
      const config = writeConfig(bench, `workers-${workers}`, {
        sources: [{ kind: 'list', from: 'servers.txt' }],
        database: schema.url,
        timeouts: { server: '10s' },
        limits: { remotes: jobs, perHost: 10 },
      });
      await runCommand(bench, ['nightly', '--config', config, '--enqueue']);
      const started = performance.now();
      const run = () => runCommand(bench, ['worker', '--config', config, '--drain']);
      const ended = await Promise.all(Array.from({ length: workers }, run));
      const took = (performance.now() - started) / 1000;
      seconds.push(took);
      const cpu = ended.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
      tell(
        `  ${workers} worker${workers === 1 ? '' : 's'}: ${took.toFixed(1)} s, ${(servers / took).toFixed(1)} servers/s, ${cpu.toFixed(1)} s CPU`,
      );
      await schema.drop();
    }
  } finally {
    farm.child.kill();
  }
  const [one = Number.NaN, two = Number.NaN] = seconds;
  tell(`  two are ${(one / two).toFixed(2)} times as fast as one (at least ${TIMES_AS_FAST})`);
  return one / two >= TIMES_AS_FAST;
}
