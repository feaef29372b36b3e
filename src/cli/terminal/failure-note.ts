import type { FailedResult, ServerResult } from '../../model/run.ts';
import { nameOf } from '../../report/summary.ts';
import type { TargetProblem } from '../../sources/target.ts';
import { oneLine } from './screen.ts';

/** Lines of a server's last words that are shown beside its failure. */
const LAST_WORDS_LINES = 5;

/** One server that could not be listed, as lines for stderr: what happened, its last words, the next step. */
export function viewFailure(result: ServerResult & FailedResult): string {
  const { code, message, nextStep, stderrTail } = result.failure;
  const lastWords = stderrTail
    .split('\n')
    .map(oneLine)
    .filter((line) => line !== '')
    .slice(-LAST_WORDS_LINES);
  return [
    `toolrisk: ${oneLine(nameOf(result))} could not be listed (${code}): ${oneLine(message)}`,
    ...lastWords.map((line) => `  | ${line}`),
    `  next step: ${oneLine(nextStep)}`,
  ].join('\n');
}

/** One target that could not be read, as a line for stderr. */
export function viewProblem({ target, problem }: TargetProblem): string {
  return `toolrisk: ${oneLine(target)}: ${oneLine(problem)}`;
}
