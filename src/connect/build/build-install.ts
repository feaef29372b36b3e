import { Fault } from '../../model/fault.ts';
import { type BuildStep, type FetchContext, timeLeft } from '../fetch/fetcher.ts';
import type { SandboxLimits } from '../options.ts';
import { runToEnd } from '../run-to-end.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Compilers need more than servers do. */
const BUILD_LIMITS: SandboxLimits = { memoryBytes: 4 * 2 ** 30, processes: 512, fileBytes: 2 ** 30, cpuSeconds: 900 };

/**
 * Runs the install scripts of what was fetched: in the sandbox, offline, with nothing of the operator's environment;
 * only the install itself can be written. Throws `install-failed` with the last words of the step that failed.
 */
export async function buildInstall(
  steps: readonly BuildStep[],
  folder: string,
  sandbox: Sandbox,
  context: FetchContext,
): Promise<void> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(timeLeft(context))]);
  for (const step of steps) {
    const outcome = await runToEnd({ ...step, writable: [folder] }, sandbox, { limits: BUILD_LIMITS, signal }).catch(
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'TimeoutError') {
          throw new Fault('install-failed', 'build', 'building took too long', {
            nextStep: 'raise --install-timeout',
            cause: error,
          });
        }
        if (!(error instanceof DOMException)) throw error;
        throw new Fault('interrupted', 'build', 'the run was stopped', { cause: error });
      },
    );
    if (outcome.code === 0) continue;
    const how = outcome.signal === null ? `code ${outcome.code}` : `signal ${outcome.signal}`;
    throw new Fault('install-failed', 'build', `an install script ended with ${how}; it runs offline in the sandbox`, {
      nextStep: 'read its last words; scripts that download something cannot work',
      stderrTail: outcome.output.slice(-4096),
    });
  }
}
