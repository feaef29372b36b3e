import { FAILURE_CODES, type Failure, STDERR_TAIL_BYTES } from '../model/failure.ts';
import { Fault } from '../model/fault.ts';
import type { Redact } from '../model/redact.ts';
import type { ServerEntry } from '../model/server-entry.ts';

/** Longest message or next step; what a server says of itself may be part of it. */
const MAX_SENTENCE = 500;

/**
 * Turns what connecting threw into the outcome of one server: redacted, with a next step always. Anything but a Fault
 * is an error of ours and is thrown again.
 */
export function toFailure(entry: ServerEntry, error: unknown, redact: Redact, at: Date): Failure {
  if (!(error instanceof Fault)) throw error;
  const [, nextStep] = FAILURE_CODES[error.code];
  return {
    entry,
    code: error.code,
    stage: error.stage,
    message: sentence(redact(error.message)),
    nextStep: sentence(redact(error.nextStep || nextStep)),
    stderrTail: redact(error.stderrTail).slice(-STDERR_TAIL_BYTES),
    at: at.toISOString(),
  };
}

function sentence(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_SENTENCE ? `${line.slice(0, MAX_SENTENCE - 1)}…` : line;
}
