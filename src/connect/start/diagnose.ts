import type { FailureCode } from '../../model/failure.ts';
import { Fault } from '../../model/fault.ts';
import { isListening } from './complaint/offered-modes.ts';
import { namedVariables } from './complaint/variables.ts';
import { type FailureSign, STRONG_SIGNS, WANTS_ARGUMENTS, WEAK_SIGNS } from './failure-signs.ts';

/** A fault told as precisely as its words allow; of several starts, the one with the most weight is reported. */
export type Diagnosis = {
  fault: Fault;
  weight: number;
  /** Variables that were not set and that the words insist on. */
  wanted: readonly string[];
  /** Whether it asks for arguments: a start with more of them has met that. */
  wantsArguments?: boolean;
};

/** What is known beside the words. */
export type DiagnosisContext = { scriptsRan: boolean; triedVariables: readonly string[] };

/** A server that answers well and has no tools outranks every complaint of its other starts. */
const EMPTY_WEIGHT = 95;
/** Longest line of a server that a sentence quotes. */
const MAX_LINE = 160;

/** Reads from a server's last words why it really failed. */
export function diagnose(fault: Fault, context: DiagnosisContext): Diagnosis {
  if (fault.code === 'empty') return { fault, weight: EMPTY_WEIGHT, wanted: [] };
  const words = `${fault.stderrTail}\n${fault.message}`;
  return (
    readSigns(STRONG_SIGNS, fault, words, context) ??
    readListening(fault, words) ??
    readVariables(fault, words, context) ??
    readSigns(WEAK_SIGNS, fault, words, context) ??
    readUsage(fault, words) ?? { fault, weight: fault.code === 'start-timeout' ? 5 : 10, wanted: [] }
  );
}

function readSigns(
  signs: readonly FailureSign[],
  fault: Fault,
  words: string,
  { scriptsRan }: DiagnosisContext,
): Diagnosis | undefined {
  for (const { pattern, code, message, nextStep, weight } of signs) {
    const match = pattern.exec(words);
    if (match === null) continue;
    const caught = match.slice(1).find((group) => group !== undefined) ?? '';
    const line = lineAt(words, match.index);
    const fill = (text: string) => text.replace('$line', () => line).replace('$1', () => caught);
    const step =
      code === 'install-failed' && scriptsRan
        ? 'read the last words: this machine lacks what the build needs'
        : nextStep;
    return {
      fault: retell(fault, code, fill(message), fill(step)),
      weight,
      wanted: [],
      wantsArguments: message.startsWith(WANTS_ARGUMENTS),
    };
  }
  return undefined;
}

function readListening(fault: Fault, words: string): Diagnosis | undefined {
  if (fault.code !== 'start-timeout' || !isListening(words)) return undefined;
  const message = 'it serves HTTP instead of speaking over stdio';
  return {
    fault: retell(fault, 'unsupported', message, 'start it yourself and scan its address'),
    weight: 50,
    wanted: [],
  };
}

function readVariables(fault: Fault, words: string, { triedVariables }: DiagnosisContext): Diagnosis | undefined {
  const { wanted } = namedVariables(words);
  if (wanted.length === 0) return undefined;
  const list = wanted.slice(0, 6).join(', ');
  const open = wanted.filter((name) => !triedVariables.includes(name));
  const isSecret = wanted.some((name) => /KEY|TOKEN|SECRET|PASSWORD/.test(name));
  const isTried = open.length === 0;
  const code = isTried && isSecret ? 'needs-credentials' : 'needs-configuration';
  const message = isTried ? `no made-up value of ${list} satisfied it` : `it insists on ${list}`;
  return { fault: retell(fault, code, message, `set ${list} with --env`), weight: isTried ? 45 : 40, wanted: open };
}

function readUsage(fault: Fault, words: string): Diagnosis | undefined {
  if (fault.code !== 'exited' || !/^\s*usage:?\s/im.test(words)) return undefined;
  const line = /^\s*usage:?\s*([^\n]*<[^\n]+)/im.exec(words)?.[1];
  if (line !== undefined) {
    const message = `${WANTS_ARGUMENTS}: ${line.trim().slice(0, MAX_LINE)}`;
    return {
      fault: retell(fault, 'needs-configuration', message, 'give them with -- command args…'),
      weight: 26,
      wanted: [],
    };
  }
  const nextStep = 'name the sub-command that starts its server with -- command args…';
  return { fault: retell(fault, 'not-a-server', 'it prints its usage and ends', nextStep), weight: 25, wanted: [] };
}

function lineAt(words: string, index: number): string {
  const start = words.lastIndexOf('\n', index) + 1;
  return (words.slice(start).split('\n')[0] ?? '').trim().slice(0, MAX_LINE);
}

function retell(fault: Fault, code: FailureCode, message: string, nextStep: string): Fault {
  return new Fault(code, fault.stage, message, { nextStep, stderrTail: fault.stderrTail, cause: fault });
}
