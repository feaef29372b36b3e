import type { Decision, Policy } from '../model/policy.ts';
import { stricter } from './strictness.ts';

/** The decision on each name that a client sees, where its form of two tools' names may be one: the stricter counts. */
export function strictestBy(policy: Policy, nameOf: (tool: string) => string): Map<string, Decision> {
  const decisions = new Map<string, Decision>();
  for (const [tool, { decision }] of Object.entries(policy.tools)) {
    const name = nameOf(tool);
    const other = decisions.get(name);
    decisions.set(name, other === undefined ? decision : stricter(other, decision));
  }
  return decisions;
}
