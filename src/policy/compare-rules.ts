import type { ActionRule, ArgumentRule, Limit, ToolRule } from '../model/policy.ts';
import { isPathBelow } from './arguments/path.ts';
import { WINDOW_MS } from './evaluate.ts';
import { strictnessOf } from './strictness.ts';

type Core = Pick<ActionRule, 'decision' | 'limits'>;

/** Whether a rule lets some call through that another does not, by decision, limits, actions or rules on arguments. */
export function letsMore(a: ToolRule, b: ToolRule): boolean {
  return coreLetsMore(a, b) || actionsLetMore(a, b) || argumentsLetMore(a, b);
}

/** The same for decision and limits alone. */
export function coreLetsMore(a: Core, b: Core): boolean {
  const difference = strictnessOf(b.decision) - strictnessOf(a.decision);
  if (difference !== 0) return difference > 0;
  return a.decision === 'limit' && b.limits.some((limit) => !a.limits.some((own) => implies(own, limit)));
}

/** A limit over a longer window that lets no more calls through holds for the shorter one too. */
function implies(own: Limit, other: Limit): boolean {
  return own.max <= other.max && WINDOW_MS[own.window] >= WINDOW_MS[other.window];
}

function actionsLetMore(a: ToolRule, b: ToolRule): boolean {
  const names = new Set([...Object.keys(a.actions?.rules ?? {}), ...Object.keys(b.actions?.rules ?? {})]);
  const isSameArgument =
    a.actions === undefined || b.actions === undefined || a.actions.argument === b.actions.argument;
  return [...names].some((name) => coreLetsMore(ruleOf(a, name), isSameArgument ? ruleOf(b, name) : b));
}

/** The rule of an action: its own, or the tool's. */
function ruleOf(rule: ToolRule, action: string): Core {
  const rules = rule.actions?.rules ?? {};
  return (Object.hasOwn(rules, action) ? rules[action] : undefined) ?? rule;
}

function argumentsLetMore(a: ToolRule, b: ToolRule): boolean {
  return (b.arguments ?? []).some((rule) => {
    const matters = strictnessOf(rule.otherwise) > strictnessOf(a.decision) || a.actions !== undefined;
    return matters && !(a.arguments ?? []).some((own) => isAtLeast(own, rule));
  });
}

/** Whether keeping one rule keeps the other, and breaking it leads to something as strict. */
function isAtLeast(own: ArgumentRule, other: ArgumentRule): boolean {
  if (own.argument !== other.argument || strictnessOf(own.otherwise) < strictnessOf(other.otherwise)) return false;
  if (own.kind === 'max-amount') return other.kind === own.kind && own.max <= other.max;
  if (own.kind === 'allowed-hosts')
    return other.kind === own.kind && own.hosts.every((host) => other.hosts.includes(host));
  return (
    other.kind === own.kind &&
    own.prefixes.every((prefix) => other.prefixes.includes(prefix) || isPathBelow(prefix, other.prefixes))
  );
}
