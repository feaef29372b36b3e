import type { FailureCode, FailureStage } from './failure.ts';

/** The one error class of the edges: a stable code, a sentence that says what happened, what to do, and the cause. */
export class Fault extends Error {
  readonly code: FailureCode;
  readonly stage: FailureStage;
  /** What the operator should do. */
  readonly nextStep: string;
  /** The server's last words, at most a few KiB; untrusted. */
  readonly stderrTail: string;

  constructor(
    code: FailureCode,
    stage: FailureStage,
    message: string,
    more: { nextStep?: string; stderrTail?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'Fault';
    this.code = code;
    this.stage = stage;
    this.nextStep = more.nextStep ?? '';
    this.stderrTail = more.stderrTail ?? '';
  }
}

/** Bad input or usage: the process ends with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A dependency (database, LLM) was unreachable: the process ends with exit code 4. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
}
