import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describeMachine, tell } from './crawl-run.ts';

const TEST = 'test/pipeline/nightly/kills.test.ts';

/** So many random SIGKILLs over a night of so many servers, and the catalogue against an undisturbed night's: the test itself, with larger numbers. */
export async function benchKills({ kills, servers }: { kills: number; servers: number }): Promise<boolean> {
  tell(`kills, ${kills} over n=${servers}, ${describeMachine()}`);
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', TEST],
    {
      cwd: new URL('../../', import.meta.url).pathname,
      env: { ...process.env, TOOLRISK_KILLS: `${kills}`, TOOLRISK_KILLED_SERVERS: `${servers}` },
      stdio: 'inherit',
    },
  );
  const [code] = (await once(child, 'close')) as [number | null];
  const verdict = code === 0 ? 'equals' : 'does not equal';
  tell(
    `  the catalogue ${verdict} that of an undisturbed night; ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  return code === 0;
}
