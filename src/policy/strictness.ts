import type { Decision } from '../model/policy.ts';

/** How strict a decision is with a call: hiding a tool also denies it. */
const STRICTNESS: Readonly<Record<Decision, number>> = { allow: 0, limit: 1, ask: 2, hide: 3, deny: 3 };

/** Rank of a decision: 0 lets every call pass, 3 none. */
export function strictnessOf(decision: Decision): number {
  return STRICTNESS[decision];
}

/** The stricter of two decisions, the first when they are alike. */
export function stricter(a: Decision, b: Decision): Decision {
  return STRICTNESS[b] > STRICTNESS[a] ? b : a;
}
