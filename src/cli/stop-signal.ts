import { Fault } from '../model/fault.ts';

/** What tells a command to stop. */
export type StopSignal = {
  signal: AbortSignal;
  /** The process signal that stopped us, once one did. */
  stoppedBy: () => NodeJS.Signals | undefined;
};

/** How long a command may take to put things away after the first signal. */
const PUT_AWAY_MS = 10_000;

/** Turns the first SIGINT, SIGTERM or SIGHUP into an abort; a second one, or a stop that takes too long, ends the process at once. */
export function listenForStop(): StopSignal {
  const controller = new AbortController();
  let stoppedBy: NodeJS.Signals | undefined;
  const stop = (name: NodeJS.Signals): void => {
    const code = name === 'SIGINT' ? 130 : 143;
    if (stoppedBy !== undefined) process.exit(code);
    stoppedBy = name;
    process.stderr.write('\nstopping; once more to leave at once\n');
    setTimeout(() => process.exit(code), PUT_AWAY_MS).unref();
    // A fault, so that whatever is in flight ends as a server that was not done.
    controller.abort(new Fault('interrupted', 'start', `the run was stopped (${name})`));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return { signal: controller.signal, stoppedBy: () => stoppedBy };
}
