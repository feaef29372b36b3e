import { byName } from '../model/json.ts';
import type { ArgumentRule, Policy, ToolRule } from '../model/policy.ts';
import { stricter } from './strictness.ts';

/**
 * The policy for a format that knows no arguments: a tool with rules on them gets, for every call, the strictest of what
 * a broken rule would lead to. Its actions are held to the same, so none is let off.
 */
export function withoutArguments(policy: Policy): Policy {
  const tools = Object.entries(policy.tools).map(([name, rule]) => [name, flattenRule(rule)] as const);
  return { ...policy, tools: byName(tools) };
}

/** The same for one rule. */
export function flattenRule(rule: ToolRule): ToolRule {
  const { arguments: rules, actions: _actions, ...rest } = rule;
  if (rules === undefined || rules.length === 0) return rule;
  const decision = stricter(rest.decision, strictestBreak(rules));
  return { ...rest, decision, limits: decision === 'limit' ? rest.limits : [] };
}

/** What becomes of a call that breaks all of the rules. */
function strictestBreak(rules: readonly ArgumentRule[]): 'ask' | 'deny' {
  return rules.some(({ otherwise }) => otherwise === 'deny') ? 'deny' : 'ask';
}
