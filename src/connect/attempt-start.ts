import { setImmediate } from 'node:timers/promises';
import type { OnEvent } from '../model/event.ts';
import { Fault } from '../model/fault.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { listServer } from './listing/list-server.ts';
import type { Listing } from './listing/listing.ts';
import type { Caps, SandboxLimits } from './options.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { createStdioTransport, type StdioTransport } from './transport/stdio.ts';

/** How one start is bounded. */
export type AttemptOptions = {
  caps: Caps;
  limits: SandboxLimits;
  /** Ends the attempt and kills what runs. A Fault as its reason is thrown as it is, a `TimeoutError` as `start-timeout`. */
  signal: AbortSignal;
  onEvent: OnEvent;
};

/**
 * Starts a server once, lists its tools and kills it, all at once: nobody is given a grace.
 * Throws a Fault with the stage and the server's last words; `not-a-server` and the `needs-…` codes are left to the
 * caller, who can read them out of the words.
 */
export async function attemptStart(plan: LaunchPlan, sandbox: Sandbox, options: AttemptOptions): Promise<Listing> {
  const started = performance.now();
  const process = sandbox.start(plan, options.limits);
  const transport = createStdioTransport(process, options.caps);
  try {
    const { caps, signal } = options;
    const answer = await listServer(transport, { caps, signal, cutMarker: transport.cutMarker, areErrorsFatal: false });
    return { transport: 'stdio', ...answer, listMs: performance.now() - started };
  } catch (error) {
    await readPending();
    throw asFault(error, transport);
  } finally {
    await transport.close();
    await process.exited.catch(() => undefined);
    const { lines } = transport.noise();
    if (lines > 0) options.onEvent({ type: 'note', message: `${lines} lines on stdout were no messages` });
  }
}

/** Lets the event loop read once more: words that the server wrote before its last message may still lie in the pipe. */
async function readPending(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** What a listing threw, as a Fault with the server's last words. Unknown errors are given back as they are. */
function asFault(error: unknown, transport: StdioTransport): unknown {
  if (!(error instanceof Fault)) return error;
  const words = transport.lastWords();
  if (error.code === 'exited') return afterExit(error, words);
  if (error.code === 'start-timeout' && transport.noise().broken > 0)
    return new Fault('protocol-error', error.stage, 'the server answered with broken JSON', {
      stderrTail: words,
      cause: error,
    });
  const { code, stage, message, nextStep, cause } = error;
  return new Fault(code, stage, message, { nextStep, cause, stderrTail: error.stderrTail || words });
}

function afterExit(fault: Fault, stderrTail: string): Fault {
  const refusal = sandboxRefusal(stderrTail);
  if (refusal !== undefined) return new Fault(refusal.code, 'start', refusal.message, { stderrTail, cause: fault });
  return new Fault('exited', fault.stage, fault.message, { stderrTail, cause: fault.cause });
}

/** Tells from the last words that the sandbox, not the server, ended the start. */
function sandboxRefusal(words: string): { code: 'sandbox-refused' | 'runtime-missing'; message: string } | undefined {
  const missing = /^prlimit: failed to execute (\S+): No such file/m.exec(words);
  if (missing !== null)
    return { code: 'runtime-missing', message: `the program ${missing[1]} does not exist in the sandbox` };
  const refused = /^bwrap: .*/.exec(words);
  return refused === null ? undefined : { code: 'sandbox-refused', message: refused[0].slice(0, 300) };
}
