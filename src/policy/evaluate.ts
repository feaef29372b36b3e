import type { JsonObject } from '../model/json.ts';
import type { ActionRule, Limit, Policy, ToolRule } from '../model/policy.ts';
import { findBreak } from './arguments/find-break.ts';
import { stricter } from './strictness.ts';

/** One call that an agent wants to make. */
export type PlannedCall = {
  /** Name of the tool. */
  tool: string;
  /** Hash of the definition that the agent sees; absent when the caller cannot know it. */
  definitionHash?: string;
  /** Its arguments; absent when the caller cannot know them. */
  arguments?: JsonObject;
  /** Names of arguments that stand more than once in the text of the call, where the caller read one. */
  duplicated?: readonly string[];
  /** When the call is to be made, milliseconds since 1970. */
  at: number;
  /** Times of the earlier calls of this tool that were let through, milliseconds since 1970, in any order. */
  earlier: readonly number[];
};

/** What becomes of a call: `limited` is refused now and may be tried later, `asked` waits for a person. */
export const OUTCOMES = ['allowed', 'limited', 'asked', 'denied'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The decision on one call. */
export type Evaluation = {
  outcome: Outcome;
  /** One sentence: why. */
  because: string;
};

/** Milliseconds of each window. Windows slide: a limit of 30 a minute holds for any 60 seconds. */
export const WINDOW_MS: Readonly<Record<Limit['window'], number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Decides one call: the reference that every export is measured by. A tool that the policy does not know is denied; a
 * tool whose definition changed since the verdict waits for a person, unless its rule is stricter; a call that breaks a
 * rule on its arguments is asked about or denied as the rule says, unless the tool's rule is stricter.
 */
export function evaluateCall(policy: Policy, call: PlannedCall): Evaluation {
  const rule = Object.hasOwn(policy.tools, call.tool) ? policy.tools[call.tool] : undefined;
  if (rule === undefined) return { outcome: 'denied', because: unknownBecause(policy) };
  const broken = (rule.arguments ?? []).flatMap((each) => {
    const why = findBreak(each, call);
    if (why === undefined) return [];
    const outcome: Outcome = each.otherwise === 'ask' ? 'asked' : 'denied';
    return [{ outcome, because: `A rule on its arguments is broken: ${why}.` }];
  });
  return [decide(rule, call), ...broken].reduce(graver);
}

/** The graver of two decisions, the first when they are alike. */
function graver(a: Evaluation, b: Evaluation): Evaluation {
  return OUTCOMES.indexOf(b.outcome) > OUTCOMES.indexOf(a.outcome) ? b : a;
}

function unknownBecause({ deniedBecause }: Policy): string {
  return deniedBecause === undefined
    ? 'The policy does not know this tool.'
    : `Every tool of the server is denied because ${deniedBecause}.`;
}

function decide(rule: ToolRule, call: PlannedCall): Evaluation {
  const changed = call.definitionHash !== undefined && call.definitionHash !== rule.definitionHash;
  if (!changed) return { outcome: outcomeOf(ruleOfAction(rule, call) ?? rule, call), because: rule.because };
  // What its actions do now is unknown: none of them is milder than the tool.
  if (stricter(rule.decision, 'ask') === 'ask')
    return { outcome: 'asked', because: 'Its definition changed since it was judged.' };
  return { outcome: outcomeOf(rule, call), because: rule.because };
}

function ruleOfAction({ actions }: ToolRule, { arguments: given, duplicated }: PlannedCall): ActionRule | undefined {
  if (actions === undefined || given === undefined || !Object.hasOwn(given, actions.argument)) return undefined;
  if (duplicated?.includes(actions.argument)) return undefined;
  const action = given[actions.argument];
  if (typeof action !== 'string' || !Object.hasOwn(actions.rules, action)) return undefined;
  return actions.rules[action];
}

function outcomeOf({ decision, limits }: ActionRule, { at, earlier }: PlannedCall): Outcome {
  if (decision === 'allow') return 'allowed';
  if (decision === 'ask') return 'asked';
  if (decision !== 'limit') return 'denied';
  const isSpent = ({ max, window }: Limit) =>
    earlier.filter((time) => time <= at && at - time < WINDOW_MS[window]).length >= max;
  return limits.length === 0 || limits.some(isSpent) ? 'limited' : 'allowed';
}
