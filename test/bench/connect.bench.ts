import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { attemptStart } from '../../src/connect/attempt-start.ts';
import type { LaunchPlan } from '../../src/connect/launch-plan.ts';
import { DEFAULT_CAPS, DEFAULT_LIMITS } from '../../src/connect/options.ts';
import { chooseSandbox } from '../../src/connect/sandbox/choose-sandbox.ts';

// Our own cost on top of a server: from spawn to the last tool, against a bare script that does the handshake by hand
// in the same sandbox, side by side. `npm run bench:connect [runs]`.

const runs = Number(process.argv[2] ?? 30);
const folder = join(tmpdir(), 'toolrisk-bench-filesystem');
const script = join(folder, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
const sandbox = await chooseSandbox(false);
const plan: LaunchPlan = { argv: ['node', script, '/tmp'], env: {}, readOnly: [folder], writable: [] };

function install(): void {
  if (existsSync(script)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const arguments_ = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '@modelcontextprotocol/server-filesystem',
  ];
  execFileSync('npm', arguments_, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function ours(): Promise<number> {
  const { signal } = new AbortController();
  const started = performance.now();
  const listing = await attemptStart(plan, sandbox, {
    caps: DEFAULT_CAPS,
    limits: DEFAULT_LIMITS,
    signal,
    onEvent: () => undefined,
  });
  if (listing.tools.length < 10) throw new Error('too few tools');
  return performance.now() - started;
}

/** The least that a client can do. */
async function bare(): Promise<number> {
  const started = performance.now();
  const server = sandbox.start(plan, DEFAULT_LIMITS);
  server.stderr.resume();
  const say = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'bare', version: '1' };
  say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  for await (const line of createInterface({ input: server.stdout })) {
    const { id, result } = JSON.parse(line);
    if (id === 1) {
      say({ method: 'notifications/initialized' });
      say({ id: 2, method: 'tools/list' });
    } else if (id === 2) {
      if (result.tools.length < 10) throw new Error('too few tools');
      const ms = performance.now() - started;
      server.kill();
      await server.exited;
      return ms;
    }
  }
  throw new Error('the server ended');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

install();
await ours();
await bare();
const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
for (let run = 0; run < runs; run++) {
  times.bare.push(await bare());
  times.ours.push(await ours());
}
const [own, least] = [median(times.ours), median(times.bare)];
console.log(
  `${sandbox.id}, n=${runs} each, medians: ours ${own.toFixed(0)} ms (list and everything killed), ` +
    `bare ${least.toFixed(0)} ms, ratio ${(own / least).toFixed(2)}`,
);
if (own / least > 1.3) process.exitCode = 1;
