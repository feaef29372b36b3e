import { resolve } from 'node:path';
import { attemptStart } from '../../src/connect/attempt-start.ts';
import type { LaunchPlan } from '../../src/connect/launch-plan.ts';
import type { Listing } from '../../src/connect/listing/listing.ts';
import { type Caps, DEFAULT_CAPS, DEFAULT_LIMITS, type SandboxLimits } from '../../src/connect/options.ts';
import { chooseSandbox } from '../../src/connect/sandbox/choose-sandbox.ts';
import { Fault } from '../../src/model/fault.ts';

/** Folder of the test servers. */
export const SERVERS = resolve(import.meta.dirname, '../servers');

/** Whether a sandbox works on this machine; in CI a machine without one fails rather than skips. */
export const HAS_SANDBOX =
  process.env.CI !== undefined ||
  (await chooseSandbox(false).then(
    () => true,
    () => false,
  ));

/** A plan that starts one of the test servers on the pinned Node. */
export function serverPlan(script: string, args: readonly string[] = [], more: Partial<LaunchPlan> = {}): LaunchPlan {
  const argv = ['node', resolve(SERVERS, script), ...args];
  return { argv, env: {}, readOnly: [SERVERS], writable: [], ...more };
}

/** What a test changes about an attempt. */
export type AttemptChanges = { caps?: Partial<Caps>; limits?: Partial<SandboxLimits>; timeoutMs?: number };

/** Starts a plan in the sandbox of this machine; gives the listing or the Fault, and the notes. */
export async function attempt(
  plan: LaunchPlan,
  changes: AttemptChanges = {},
): Promise<{ listing?: Listing; fault?: Fault; notes: string[]; ms: number }> {
  const notes: string[] = [];
  const sandbox = await chooseSandbox(false);
  const started = performance.now();
  try {
    const listing = await attemptStart(plan, sandbox, {
      caps: { ...DEFAULT_CAPS, ...changes.caps },
      limits: { ...DEFAULT_LIMITS, ...changes.limits },
      signal: AbortSignal.timeout(changes.timeoutMs ?? 10_000),
      onEvent: (event) => {
        if (event.type === 'note') notes.push(event.message);
      },
    });
    return { listing, notes, ms: performance.now() - started };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: error, notes, ms: performance.now() - started };
  }
}

/** Lists a test server of `hostile.mjs` with the given modes. */
export function attemptHostile(modes: readonly string[], changes: AttemptChanges = {}): ReturnType<typeof attempt> {
  return attempt(serverPlan('hostile.mjs', modes), changes);
}
