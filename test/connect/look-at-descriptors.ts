import { readlinkSync } from 'node:fs';
import { DEFAULT_LIMITS } from '../../src/connect/options.ts';
import { runToEnd } from '../../src/connect/run-to-end.ts';
import { chooseSandbox } from '../../src/connect/sandbox/choose-sandbox.ts';
import { serverPlan } from './attempt.ts';

// Prints what the descriptor of argv is for us, and what it is for a process in the sandbox.
const descriptor = process.argv[2] ?? '';
const signal = AbortSignal.timeout(20_000);
const plan = serverPlan('probe.mjs', ['inherited', descriptor]);
const { output } = await runToEnd(plan, await chooseSandbox(false), { limits: DEFAULT_LIMITS, signal });
process.stdout.write(`${readlinkSync(`/proc/self/fd/${descriptor}`)} ${JSON.parse(output)[descriptor]}\n`);
