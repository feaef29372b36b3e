import { Fault } from '../model/fault.ts';
import type { LaunchPlan } from './launch-plan.ts';
import type { SandboxLimits } from './options.ts';
import type { ExitStatus, Sandbox } from './sandbox/sandbox.ts';
import { createTail } from './transport/tail.ts';

/** How a step ended. */
export type StepOutcome = ExitStatus & {
  /** Tail of stdout and stderr together, in the order of arrival; untrusted. */
  output: string;
};

/** How much of a step's output is kept. */
const OUTPUT_TAIL_BYTES = 16 * 1024;

/**
 * Runs a build step in the sandbox to its end. Throws `sandbox-refused` when it could not be started, and the signal's
 * reason when that came first; the step and its descendants are dead either way.
 */
export async function runToEnd(
  plan: LaunchPlan,
  sandbox: Sandbox,
  options: { limits: SandboxLimits; signal: AbortSignal },
): Promise<StepOutcome> {
  options.signal.throwIfAborted();
  const step = sandbox.start(plan, options.limits);
  const output = createTail(OUTPUT_TAIL_BYTES);
  for (const stream of [step.stdout, step.stderr]) stream.on('data', output.push);
  step.stdin.end();
  options.signal.addEventListener('abort', step.kill, { once: true });
  try {
    const status = await step.exited;
    options.signal.throwIfAborted();
    await new Promise(setImmediate);
    if (status.code === 1 && output.text().startsWith('bwrap: '))
      throw new Fault('sandbox-refused', 'build', output.text().split('\n')[0] ?? '');
    return { ...status, output: output.text() };
  } finally {
    options.signal.removeEventListener('abort', step.kill);
    step.kill();
  }
}
