import { type Category, rankOf } from '../model/category.ts';
import type { Decision, Limit, Policy, ToolRule } from '../model/policy.ts';
import { letsMore } from './compare-rules.ts';

/** What became of a tool for an agent. */
export type PolicyChange = {
  server: string;
  tool: string;
  /** The new decision where that changed (`hide` counts as denied), `gone`, or what else about the rule changed. */
  kind: 'allowed' | 'limited' | 'asked' | 'denied' | 'gone' | 'limits' | 'actions' | 'arguments';
  /** The category that the newer rule acts on. */
  category: Category;
  /** Absent where the older policy did not know the tool, and so denied it. */
  from?: { decision: Decision; limits: Limit[] };
  /** Absent where the newer policy does not know it. */
  to?: { decision: Decision; limits: Limit[] };
  /** Whether some call is let through that was not before. */
  isLooser: boolean;
  /** Whether the tool's definition is another one. */
  isRedefined: boolean;
  /** Why the tool has its newer rule. */
  because: string;
};

const KINDS: Readonly<Record<Decision, 'allowed' | 'limited' | 'asked' | 'denied'>> = {
  allow: 'allowed',
  limit: 'limited',
  ask: 'asked',
  hide: 'denied',
  deny: 'denied',
};

/** What changes for an agent when newer policies replace older ones: what is looser first, the graver category first. */
export function diffPolicies(older: readonly Policy[], newer: readonly Policy[]): PolicyChange[] {
  const [before, after] = [byServer(older), byServer(newer)];
  const servers = new Set([...before.keys(), ...after.keys()]);
  const changes = [...servers].flatMap((server) => {
    const [old, fresh] = [before.get(server)?.tools ?? {}, after.get(server)?.tools ?? {}];
    const names = new Set([...Object.keys(old), ...Object.keys(fresh)]);
    return [...names].flatMap((tool) => changeOf(server, tool, own(old, tool), own(fresh, tool)) ?? []);
  });
  return changes.sort(
    (a, b) =>
      Number(b.isLooser) - Number(a.isLooser) ||
      rankOf(b.category) - rankOf(a.category) ||
      byCodeUnits(a.server, b.server) ||
      byCodeUnits(a.tool, b.tool),
  );
}

/** Policies by server id; of one server under several keys that with most tools counts (a clash denies all). */
function byServer(policies: readonly Policy[]): Map<string, Policy> {
  const found = new Map<string, Policy>();
  const size = (policy: Policy | undefined) => Object.keys(policy?.tools ?? {}).length;
  for (const policy of policies)
    if (!found.has(policy.server) || size(policy) > size(found.get(policy.server))) found.set(policy.server, policy);
  return found;
}

function own(tools: Policy['tools'], name: string): ToolRule | undefined {
  return Object.hasOwn(tools, name) ? tools[name] : undefined;
}

function changeOf(
  server: string,
  tool: string,
  old: ToolRule | undefined,
  fresh: ToolRule | undefined,
): PolicyChange | undefined {
  const rule = fresh ?? old;
  const kind = kindOf(old, fresh);
  if (rule === undefined || kind === undefined) return undefined;
  return {
    server,
    tool,
    kind,
    category: rule.category,
    ...(old === undefined ? {} : { from: { decision: old.decision, limits: old.limits } }),
    ...(fresh === undefined ? {} : { to: { decision: fresh.decision, limits: fresh.limits } }),
    isLooser: fresh !== undefined && letsMore(fresh, old ?? unknownRule(fresh)),
    isRedefined: old !== undefined && fresh !== undefined && old.definitionHash !== fresh.definitionHash,
    because: fresh?.because ?? 'The newer policy does not know this tool.',
  };
}

/** What a policy does with a tool that it does not know. */
function unknownRule({ definitionHash, category }: ToolRule): ToolRule {
  return { definitionHash, category, decision: 'deny', limits: [], needsReview: false, because: '' };
}

function kindOf(old: ToolRule | undefined, fresh: ToolRule | undefined): PolicyChange['kind'] | undefined {
  if (fresh === undefined) return 'gone';
  if (old === undefined || KINDS[old.decision] !== KINDS[fresh.decision]) return KINDS[fresh.decision];
  if (!isSame(old.limits, fresh.limits)) return 'limits';
  if (!isSame(old.actions, fresh.actions)) return 'actions';
  return isSame(old.arguments, fresh.arguments) ? undefined : 'arguments';
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
