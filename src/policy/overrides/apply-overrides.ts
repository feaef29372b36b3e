import { rankOf } from '../../model/category.ts';
import { byName } from '../../model/json.ts';
import type { ActionRule, Decision, Policy, ToolRule } from '../../model/policy.ts';
import { describeDecision } from '../because.ts';
import { coreLetsMore, letsMore } from '../compare-rules.ts';
import { stricter } from '../strictness.ts';
import { entryFor, matchingServers } from './entry-for.ts';
import type { Overrides, ToolOverride } from './overrides.ts';

/** A policy under an overrides file. */
export type Overridden = {
  policy: Policy;
  /** Tools that the file names under the server's own id and that the server does not have. */
  unknownTools: string[];
  /** Overrides that were not applied, each with its reason in our own words: the derived rule stands. */
  refused: { tool: string; reason: string }[];
};

/** Applies an operator's overrides to a derived policy. A severe tool does more only where its override says `loosen`. */
export function applyOverrides(policy: Policy, overrides: Overrides): Overridden {
  const servers = matchingServers(overrides, policy.server);
  const refused: Overridden['refused'] = [];
  const tools = Object.entries(policy.tools).map(([name, rule]): [string, ToolRule] => {
    const entry = entryFor(overrides, servers, name);
    if (entry === undefined) return [name, rule];
    const { override, isNamed } = entry;
    const changed = overrideRule(rule, override);
    const reason = reasonAgainst(rule, changed, override);
    if (reason === undefined) return [name, changed];
    if (isNamed) refused.push({ tool: name, reason });
    return [name, rule];
  });
  const own = Object.keys(overrides.servers[policy.server]?.tools ?? {});
  return {
    policy: { ...policy, tools: byName(tools) },
    unknownTools: policy.deniedBecause === undefined ? own.filter((name) => !Object.hasOwn(policy.tools, name)) : [],
    refused,
  };
}

function overrideRule(rule: ToolRule, override: ToolOverride): ToolRule {
  const isStale = override.definitionHash !== undefined && override.definitionHash !== rule.definitionHash;
  const { actions: derived, ...rest } = rule;
  const actions = isStale ? undefined : actionsOf(rule, override, derived);
  const chosen = isStale ? strictest(rule, override) : (override.decision ?? rule.decision);
  // A tool of which some actions may be called cannot be hidden.
  const decision = chosen === 'hide' && actions !== undefined ? 'deny' : chosen;
  const limits = override.limits ?? (override.decision === undefined ? rule.limits : []);
  const core = { decision, limits: decision === 'limit' ? limits : [] };
  const changed: ToolRule = {
    ...rest,
    ...core,
    because: describe(core, override, isStale),
    ...(actions === undefined ? {} : { actions }),
    ...(override.arguments === undefined ? {} : { arguments: override.arguments }),
  };
  const loosens = letsMore(changed, rule);
  return { ...changed, override: { because: override.because, loosens, from: rule.decision } };
}

/** For another definition than it was written for, an override can only make a rule stricter, and asks at least. */
function strictest({ decision }: ToolRule, override: ToolOverride): Decision {
  return stricter(stricter(decision, override.decision ?? decision), 'ask');
}

function actionsOf(rule: ToolRule, override: ToolOverride, derived: ToolRule['actions']): ToolRule['actions'] {
  const kept = override.decision === undefined ? derived : undefined;
  if (override.actions === undefined) return kept;
  const { argument, rules } = override.actions;
  const known = derived?.argument === argument ? derived.rules : {};
  const own = Object.entries(rules).map(([name, { decision, limits = [] }]): [string, ActionRule] => {
    const category = (Object.hasOwn(known, name) ? known[name]?.category : undefined) ?? rule.category;
    return [name, { category, decision, limits }];
  });
  return { argument, rules: byName([...Object.entries(kept?.argument === argument ? kept.rules : {}), ...own]) };
}

function reasonAgainst(rule: ToolRule, changed: ToolRule, { loosen }: ToolOverride): string | undefined {
  const stricterActions = Object.values(changed.actions?.rules ?? {}).some((action) => coreLetsMore(changed, action));
  if (stricterActions)
    return 'an action is stricter than its tool: give the tool the stricter decision and let the other actions off';
  const isSevere = rankOf(rule.category) >= rankOf('Execute');
  if (changed.override?.loosens === true && isSevere && !loosen)
    return `it lets a tool of category ${rule.category} do more: add loosen: true if that is meant`;
  return undefined;
}

function describe(core: Pick<ToolRule, 'decision' | 'limits'>, override: ToolOverride, isStale: boolean): string {
  const count = override.arguments?.length ?? 0;
  const rules = count === 0 ? '' : `, with ${count} ${count === 1 ? 'rule' : 'rules'} on its arguments`;
  const stale = isStale ? ', because the definition is not the one that it was written for' : '';
  return `By an override: ${describeDecision(core)}${rules}${stale}.`;
}
