import { text } from 'node:stream/consumers';
import { DEFAULT_LIMITS } from '../options.ts';
import type { Sandbox } from './sandbox.ts';

/** Longest time that a trivial program may take inside; container engines need some seconds at their first start. */
const PROBE_TIMEOUT_MS = 20_000;

/** Answers where the pinned Node is there to be run; starting it would cost every scan 50 ms more. */
const PROBE = ['/bin/sh', '-c', '[ -x "$0" ] && echo $((6 * 7))', process.execPath];

/** Runs something trivial inside a sandbox: undefined when it answers, else why not, in one line. */
export async function probeByRunning(sandbox: Sandbox): Promise<string | undefined> {
  const plan = { argv: PROBE, env: {}, readOnly: [], writable: [] };
  const child = sandbox.start(plan, DEFAULT_LIMITS);
  const timer = setTimeout(child.kill, PROBE_TIMEOUT_MS);
  try {
    child.stdin.end();
    const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), child.exited]);
    if (out.trim() === '42') return undefined;
    return err.trim().split('\n').at(-1)?.slice(0, 300) || `it ended with ${status.signal ?? status.code}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
    child.kill();
  }
}
