import type { Account } from '../../src/model/account.ts';
import {
  ALL_DUE,
  type Bench,
  describeMachine,
  type Ended,
  runNight,
  runNode,
  startFarm,
  tell,
  writeConfig,
} from './crawl-run.ts';
import { expectedOutcomes } from './farm-plan.ts';

/** How the night over a farm is run. */
export type RemoteOptions = { servers: number; jobs: number };

/** Long enough for 200 pages one after another beside all the others. */
const TIMEOUT_MS = 30_000;

/** Most that a night may take against the bare client (issue 4): the first, and one that finds nothing changed. */
const LIMITS = { first: 3, unchanged: 1.5, memoryMb: 600, timesFaster: 10 };

/**
 * A farm of remotes, three nights: all new, all contacted again and unchanged, nothing due; before each of the first two
 * a bare client that makes the same requests. Every night's account is held against what the farm is known to be.
 */
export async function benchRemotes(bench: Bench, { servers, jobs }: RemoteOptions): Promise<boolean> {
  const farm = await startFarm(bench, servers);
  const common = {
    sources: [{ kind: 'list', from: 'servers.txt' }],
    database: 'catalog.db',
    timeouts: { server: `${TIMEOUT_MS}ms` },
    limits: { remotes: jobs },
  };
  const normal = writeConfig(bench, 'normal', common);
  const allDue = writeConfig(bench, 'all-due', { ...common, ...ALL_DUE });
  const bare = async (): Promise<Ended> => {
    const args = ['--port', farm.port, '--n', servers, '--jobs', jobs, '--timeout', TIMEOUT_MS].map(String);
    const ended = await runNode(bench, ['test/bench/crawl-bare.ts', ...args]);
    tell(`  bare client: ${figures(ended, servers)}`);
    return ended;
  };
  const night = async (title: string, config: string): Promise<Ended & { account: Account }> => {
    const before = await farm.cpuSeconds();
    const ended = await runNight(bench, config);
    const ofFarm = (((await farm.cpuSeconds()) - before) * 1000) / servers;
    tell(`  ${title}: ${figures(ended, servers)}; the farm itself ${ofFarm.toFixed(2)} ms a server`);
    tell(`    ${ended.account.stages.map(({ stage, ms }) => `${stage} ${(ms / 1000).toFixed(1)} s`).join(', ')}`);
    return ended;
  };
  try {
    tell(`remote, n=${servers}, ${jobs} at once, ${describeMachine()}`);
    const [bareFirst, first] = [await bare(), await night('first night', normal)];
    const [bareSecond, second] = [await bare(), await night('second night, all contacted, nothing changed', allDue)];
    const third = await night('third night, nothing due', normal);
    const ratios = {
      first: first.cpuSeconds / bareFirst.cpuSeconds,
      unchanged: second.cpuSeconds / bareSecond.cpuSeconds,
    };
    const timesFaster = first.wallSeconds / third.wallSeconds;
    const peak = Math.max(first.peakMb, second.peakMb, third.peakMb);
    tell(
      `  CPU against the bare client: first night ${ratios.first.toFixed(2)} times (at most ${LIMITS.first}), second ${ratios.unchanged.toFixed(2)} times (at most ${LIMITS.unchanged})`,
    );
    tell(
      `  a night with nothing due is ${timesFaster.toFixed(0)} times faster than the first (at least ${LIMITS.timesFaster}); peak memory ${peak.toFixed(0)} MB (at most ${LIMITS.memoryMb})`,
    );
    const isWhole = [
      isComplete(first.account, servers, 'new'),
      isComplete(second.account, servers, 'unchanged'),
      third.account.due.total === 0,
    ];
    tell(`  accounts complete: ${isWhole.join(', ')}`);
    const isReached = ratios.first <= LIMITS.first && ratios.unchanged <= LIMITS.unchanged;
    return isReached && timesFaster >= LIMITS.timesFaster && peak <= LIMITS.memoryMb && isWhole.every(Boolean);
  } finally {
    farm.child.kill();
  }
}

function figures({ wallSeconds, cpuSeconds, peakMb }: Ended, servers: number): string {
  const each = `${((cpuSeconds * 1000) / servers).toFixed(2)} ms CPU a server`;
  return `${wallSeconds.toFixed(1)} s, ${(servers / wallSeconds).toFixed(0)} servers/s, ${cpuSeconds.toFixed(1)} s CPU, ${each}, peak ${peakMb.toFixed(0)} MB`;
}

/** Whether an account tells of every server what the farm's plan says; what differs is printed. */
function isComplete(account: Account, servers: number, change: 'new' | 'unchanged'): boolean {
  const told: Record<string, number> = { listed: account.listed };
  for (const { code, servers: count } of account.failed.codes) told[code] = count;
  const expected = expectedOutcomes(servers);
  const names = new Set([...Object.keys(told), ...Object.keys(expected)]);
  const wrong = [...names].filter((name) => (told[name] ?? 0) !== (expected[name] ?? 0));
  for (const name of wrong) tell(`    ${name}: ${told[name] ?? 0} told, ${expected[name] ?? 0} expected`);
  return (
    wrong.length === 0 && account.state === 'complete' && account.remaining === 0 && account[change] === account.listed
  );
}
