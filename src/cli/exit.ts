import { escapeTerminal } from '../model/escape/terminal.ts';
import { type ExitCode, strongestExitCode } from '../model/exit-code.ts';
import { DependencyError, Fault, InputError } from '../model/fault.ts';
import type { Redact } from '../model/redact.ts';

/** Ends of the process that no finished command gives: beside the contract's codes, as shells and sysexits.h know them. */
export const PROCESS_EXITS = [
  [70, 'an internal error of toolrisk; please report what it printed'],
  [130, 'stopped by Ctrl-C (SIGINT); what was done until then is kept'],
  [143, 'stopped by SIGTERM; what was done until then is kept'],
] as const satisfies readonly (readonly [code: number, meaning: string])[];

/** Every code the process may end with. */
type ProcessExitCode = ExitCode | (typeof PROCESS_EXITS)[number][0];

/** How the process ends, and what stderr says about it. */
export type Ending = { code: ProcessExitCode; message?: string };

/** The ending of a command that finished with these codes. */
export function endingOf(codes: Iterable<ExitCode>, stoppedBy: NodeJS.Signals | undefined): Ending {
  const stopped = endingOfSignal(stoppedBy);
  return stopped ?? { code: strongestExitCode(codes) };
}

/** The ending of a command that threw. Texts of errors may quote strangers and secrets, so they are redacted and escaped. */
export function endingOfError(error: unknown, stoppedBy: NodeJS.Signals | undefined, redact: Redact): Ending {
  const show = (text: string): string => redact(text).split('\n').map(escapeTerminal).join('\n');
  if (error instanceof InputError) return { code: 2, message: show(error.message) };
  if (error instanceof DependencyError) return { code: 4, message: show(error.message) };
  const stopped = endingOfSignal(stoppedBy);
  if (stopped !== undefined && isEffectOfStop(error)) return stopped;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = `internal error, please report it with the lines below\n${show(stack)}`;
  return { code: stopped?.code ?? 70, message };
}

/** Whether an error only says that something was stopped. */
function isEffectOfStop(error: unknown): boolean {
  return error instanceof Fault || (error instanceof Error && error.name === 'AbortError');
}

function endingOfSignal(signal: NodeJS.Signals | undefined): Ending | undefined {
  if (signal === undefined) return undefined;
  return { code: signal === 'SIGINT' ? 130 : 143, message: 'stopped' };
}
