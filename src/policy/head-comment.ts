import { escapeTerminal } from '../model/escape/terminal.ts';
import type { Policy } from '../model/policy.ts';

/** Where a policy comes from, in one line: server, tools, doubts, run and versions. */
export function describePolicy({ server, tools, run, versions }: Policy): string {
  const rules = Object.values(tools);
  const doubts = rules.filter(({ needsReview }) => needsReview).length;
  const parts = Object.entries(versions).map(([part, version]) => `${part} ${version}`);
  const counts = `${rules.length} tools, ${doubts} of them in review`;
  return escapeTerminal(`toolrisk policy of ${server}: ${counts}; ${run}; ${parts.join(', ')}`);
}

/** Comment lines for the head of an export: where it comes from, and what the format cannot say. */
export function headComment(mark: '#' | '//', policy: Policy, cannotSay: readonly string[]): string {
  return [describePolicy(policy), ...cannotSay].map((line) => `${mark} ${line}\n`).join('');
}
