import type { Transport } from '@modelcontextprotocol/client';
import { STDERR_TAIL_BYTES } from '../../model/failure.ts';
import { Fault } from '../../model/fault.ts';
import type { Caps } from '../options.ts';
import type { ConfinedProcess, ExitStatus } from '../sandbox/sandbox.ts';
import { createJsonGuard } from './json-guard.ts';
import { createLineReader } from './line-reader.ts';
import { parseMessages } from './message.ts';
import { createTail } from './tail.ts';

/** How long the last output of an ended process is waited for; descendants outside a sandbox may hold the pipes open. */
const LAST_OUTPUT_MS = 250;

/** The stdio transport (MCP 2025-11-25, Transports) over a confined process, with everything that it holds bounded. */
export type StdioTransport = Transport & {
  /** Tail of stderr, followed by the tail of what was no message on stdout. */
  lastWords: () => string;
  /** Lines on stdout that were no messages. */
  noiseLines: () => number;
  /** Ends every string that was cut for its length; undefined while none was. */
  cutMarker: () => string | undefined;
};

/** Speaks to a process by lines of JSON. A fatal end comes as a `Fault` by `onerror`, then `onclose`. */
export function createStdioTransport(process: ConfinedProcess, caps: Caps): StdioTransport {
  const errors = createTail(STDERR_TAIL_BYTES);
  const noise = createTail(STDERR_TAIL_BYTES);
  const guard = createJsonGuard();
  const lines = createLineReader(caps);
  let noiseLines = 0;
  let received = 0;
  let isClosed = false;

  const transport: StdioTransport = {
    async start() {
      process.stderr.on('data', errors.push);
      process.stdout.on('data', (chunk: Uint8Array) => {
        if (!isClosed) guarded(() => receive(chunk));
      });
      process.exited.then(afterExit, end);
    },
    async send(message) {
      if (isClosed) throw new Fault('exited', 'start', 'the server has ended');
      process.stdin.write(`${JSON.stringify(message)}\n`);
    },
    async close() {
      finish();
    },
    lastWords: () =>
      [errors.text(), noise.text()]
        .filter((text) => text !== '')
        .join('\n')
        .slice(-STDERR_TAIL_BYTES),
    noiseLines: () => noiseLines,
    cutMarker: () => (guard.hasCut() ? guard.marker : undefined),
  };

  function receive(chunk: Uint8Array): void {
    received += chunk.length;
    if (received > caps.totalBytes)
      throw new Fault('too-large', 'list', `the server sent more than ${caps.totalBytes} bytes`);
    for (const line of lines.push(guard.push(chunk))) deliver(line);
  }

  function deliver(line: string): void {
    const messages = parseMessages(line);
    for (const message of messages ?? []) transport.onmessage?.(message);
    if (messages !== undefined || line.trim() === '') return;
    noiseLines++;
    noise.push(new TextEncoder().encode(`${line.slice(-STDERR_TAIL_BYTES)}\n`));
  }

  async function afterExit(status: ExitStatus): Promise<void> {
    const drained = Promise.all([process.stdout, process.stderr].map((stream) => ended(stream)));
    await drained;
    end(new Fault('exited', 'start', `the server ended with ${describeExit(status)}`));
  }

  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      end(error);
    }
  }

  function end(error: unknown): void {
    if (isClosed) return;
    transport.onerror?.(error instanceof Error ? error : new Error(String(error)));
    finish();
  }

  function finish(): void {
    if (isClosed) return;
    isClosed = true;
    process.kill();
    transport.onclose?.();
  }

  return transport;
}

/** Settles when a stream has ended or `LAST_OUTPUT_MS` have passed. */
function ended(stream: ConfinedProcess['stdout']): Promise<void> {
  return new Promise((resolve) => {
    if (stream.readableEnded || stream.destroyed) return resolve();
    const timer = setTimeout(resolve, LAST_OUTPUT_MS);
    stream.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function describeExit({ code, signal }: ExitStatus): string {
  if (signal !== null) return `signal ${signal}`;
  return code === 137 ? 'code 137 (killed: a limit on memory or time was passed)' : `code ${code}`;
}
