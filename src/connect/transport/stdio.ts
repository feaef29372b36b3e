import type { Transport } from '@modelcontextprotocol/client';
import { STDERR_TAIL_BYTES } from '../../model/failure.ts';
import { Fault } from '../../model/fault.ts';
import type { Caps } from '../options.ts';
import type { ConfinedProcess, ExitStatus } from '../sandbox/sandbox.ts';
import { createInbox } from './inbox.ts';
import { createTail } from './tail.ts';

/** How long the last output of an ended process is waited for; descendants outside a sandbox may hold the pipes open. */
const LAST_OUTPUT_MS = 250;

/** The stdio transport (MCP 2025-11-25, Transports) over a confined process. */
export type StdioTransport = Transport & {
  /** Tail of stderr, followed by the tail of what was no message on stdout. */
  lastWords: () => string;
  /** Lines on stdout that were no messages, and how many of them look like broken messages. */
  noise: () => { lines: number; broken: number };
  /** Ends every string that was cut for its length; undefined while none was. */
  cutMarker: () => string | undefined;
};

/** Speaks to a process by lines of JSON. Its end comes as a `Fault` by `onerror`, then `onclose`, at once when it ends. */
export function createStdioTransport(child: ConfinedProcess, caps: Caps): StdioTransport {
  const errors = createTail(STDERR_TAIL_BYTES);
  const inbox = createInbox(caps);
  let isClosed = false;

  function close(error?: Error): void {
    if (isClosed) return;
    isClosed = true;
    child.kill();
    if (error !== undefined) transport.onerror?.(error);
    transport.onclose?.();
  }

  function receive(chunk: Uint8Array): void {
    if (isClosed) return;
    try {
      for (const message of inbox.push(chunk)) transport.onmessage?.(message);
    } catch (error) {
      close(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async function awaitEnd(): Promise<void> {
    const end = await child.exited.then(
      (status) => new Fault('exited', 'start', `the server ${describeExit(status)}`),
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    await Promise.all([lastOutput(child.stdout), lastOutput(child.stderr)]);
    close(end);
  }

  const transport: StdioTransport = {
    async start() {
      child.stderr.on('data', errors.push);
      child.stdout.on('data', receive);
      void awaitEnd();
    },
    async send(message) {
      if (!isClosed) child.stdin.write(`${JSON.stringify(message)}\n`);
    },
    async close() {
      close();
    },
    lastWords: () => joinTails(errors.text(), inbox.noise().tail),
    noise: inbox.noise,
    cutMarker: inbox.cutMarker,
  };
  return transport;
}

/** Settles when a stream of an ended process is drained, or `LAST_OUTPUT_MS` have passed. */
function lastOutput(stream: ConfinedProcess['stdout']): Promise<void> {
  return new Promise((resolve) => {
    if (stream.readableEnded || stream.destroyed) return resolve();
    const timer = setTimeout(resolve, LAST_OUTPUT_MS);
    stream.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Both tails in `STDERR_TAIL_BYTES`; where that is too little, each keeps its half. */
function joinTails(errors: string, noise: string): string {
  if (errors === '' || noise === '') return errors || noise;
  const noiseShare = Math.min(noise.length, Math.max(STDERR_TAIL_BYTES / 2, STDERR_TAIL_BYTES - errors.length));
  return `${errors.slice(-(STDERR_TAIL_BYTES - noiseShare))}\n${noise.slice(-noiseShare)}`;
}

/** We do not hear of an end that we made, so a kill is the doing of a limit: 137 as bubblewrap tells it from inside. */
function describeExit({ code, signal }: ExitStatus): string {
  if (signal === 'SIGKILL' || code === 137)
    return 'ended with a kill, as it passed a limit on memory or processor time';
  return `ended with ${signal === null ? `code ${code}` : `signal ${signal}`}`;
}
