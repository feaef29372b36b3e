import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Account } from '../../src/model/account.ts';
import { FAILURE_CODES } from '../../src/model/failure.ts';
import { urlOf } from './farm-plan.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const here = (name: string): string => join(ROOT, 'test/bench', name);

/** What a process took: itself, not what it started. */
export type Usage = { wallSeconds: number; cpuSeconds: number; peakMb: number };

/** A process that ended, and what it said. */
export type Ended = Usage & { code: number | null; out: string; err: string };

/** A place for the files of one bench. */
export type Bench = { folder: string; close: () => void };

export function openBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-crawl-'));
  return { folder, close: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs one of our programs on this Node and tells what it took. */
export async function runNode(bench: Bench, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const file = join(bench.folder, `usage-${Math.random().toString(36).slice(2)}.json`);
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', here('usage.ts'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env, TOOLRISK_HOME: join(bench.folder, 'home'), TOOLRISK_BENCH_USAGE: file },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const wallSeconds = (performance.now() - started) / 1000;
  return { ...said, code, wallSeconds, ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Usage, 'wallSeconds'>) };
}

/** Runs a command of ours; throws where it ends otherwise than well. */
export async function runCommand(bench: Bench, words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const ended = await runNode(bench, ['src/cli/main.ts', ...words], env);
  if (ended.code !== 0) throw new Error(`${words.join(' ')} ended with ${ended.code}: ${ended.err.slice(-2000)}`);
  return ended;
}

/** A night and its account. */
export async function runNight(
  bench: Bench,
  config: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended & { account: Account }> {
  const ended = await runCommand(bench, ['nightly', '--config', config, '--json'], env);
  return { ...ended, account: JSON.parse(ended.out) as Account };
}

/** Writes the config of a night and gives its path. */
export function writeConfig(bench: Bench, name: string, config: Record<string, unknown>): string {
  const path = join(bench.folder, `${name}.yaml`);
  writeFileSync(path, stringify({ allowPrivate: true, llm: { mode: 'off' }, diskFloor: 0, ...config }));
  return path;
}

/** With these a night contacts every server again, failed ones too. */
export const ALL_DUE = {
  maxAge: '1ms',
  backOff: Object.fromEntries(Object.keys(FAILURE_CODES).map((code) => [code, { first: '1ms', most: '1ms' }])),
};

/** A farm in a process of its own. */
export type Farm = { port: number; child: ChildProcess; cpuSeconds: () => Promise<number> };

/** Starts a farm and names its first servers in `servers.txt` of the bench. */
export async function startFarm(bench: Bench, servers: number, delayMs = 0): Promise<Farm> {
  const child = spawn(process.execPath, [here('farm.ts'), '--delay', `${delayMs}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(chunk.toString());
  const urls = Array.from({ length: servers }, (_none, id) => urlOf(id, servers, port));
  writeFileSync(join(bench.folder, 'servers.txt'), `${urls.join('\n')}\n`);
  const cpuSeconds = async (): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${port}/cpu`);
    const { user, system } = (await answer.json()) as NodeJS.CpuUsage;
    return (user + system) / 1e6;
  };
  return { port, child, cpuSeconds };
}

/** The machine, in words. */
export function describeMachine(): string {
  return `${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
}

/** Prints a line of figures. */
export function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
