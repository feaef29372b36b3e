import { CATEGORIES, type Category, rankOf } from '../model/category.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { Summary } from '../report/summary.ts';
import type { TargetProblem } from '../sources/target.ts';
import type { Risen } from './baseline.ts';

/** What an operator wants a run to fail on. */
export type FailureTerms = {
  /** `--fail-on`: this category or a more severe one. */
  failOn?: Category;
  /** `--ignore-doubt`: count a tool in review by its verdict, not by the more severe of its two likely categories. */
  ignoreDoubt: boolean;
  /** `--max-failures`: how many servers may fail. */
  maxFailures: number;
};

/** The exit codes that apply to a finished run. */
export function exitCodesOf(
  outcome: { summary: Summary; problems: readonly TargetProblem[]; risen: readonly Risen[] },
  terms: FailureTerms,
): ExitCode[] {
  const { summary, problems, risen } = outcome;
  const codes: ExitCode[] = [0];
  if (problems.length > 0) codes.push(2);
  if (findingsAt(summary, terms) > 0 || risen.length > 0) codes.push(1);
  if (summary.failed > terms.maxFailures) codes.push(3);
  return codes;
}

/** How many tools are at or above `--fail-on`; 0 without it. */
function findingsAt(summary: Summary, { failOn, ignoreDoubt }: FailureTerms): number {
  if (failOn === undefined) return 0;
  const counts = ignoreDoubt ? summary.categories : summary.cautious;
  return CATEGORIES.filter((category) => rankOf(category) >= rankOf(failOn)).reduce(
    (sum, category) => sum + counts[category],
    0,
  );
}
