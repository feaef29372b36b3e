import type { Policy } from '../model/policy.ts';

/** Where a policy comes from, for the head of an export: tools, doubts, run and versions. */
export function describeOrigin({ tools, run, versions }: Policy): string {
  const rules = Object.values(tools);
  const doubts = rules.filter(({ needsReview }) => needsReview).length;
  const parts = Object.entries(versions).map(([part, version]) => `${part} ${version}`);
  return `${rules.length} tools, ${doubts} of them in review; ${run}; ${parts.join(', ')}`;
}
