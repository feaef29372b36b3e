import { stringifyJson } from '../../model/escape/json.ts';
import { byName } from '../../model/json.ts';
import type { Limit, Policy, ToolRule } from '../../model/policy.ts';
import { callableActions } from '../callable-actions.ts';
import { isExactName } from '../exact-name.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

type PolicyLayerLimit = { counter: string; window: Limit['window']; max: number; scope: 'grant' };
type Condition = { path: string; op: 'not_in' | 'exists'; value: string[] | boolean };
type PolicyLayerTool = { deny_if?: { conditions: Condition[]; on_deny: string }[]; limits?: PolicyLayerLimit[] };

/** PolicyLayer's policy document, version 1: under `default: deny` a tool with `{}` is allowed. */
export const policylayer: PolicyExporter = {
  id: 'policylayer',
  title: 'PolicyLayer gateway (JSON)',
  extension: 'json',
  cannotSay: [
    'It has no call that waits for a person: such calls are denied with the reason.',
    'It does not know definitions: a tool that changed since the verdict keeps its rule.',
    'It limits tools, not actions: the tightest limit of all callable actions holds for each of them.',
    'A name with a wildcard in it is left out, so the default denies it.',
    'An action whose name, or whose argument, is no plain word keeps the rule of its tool.',
    'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
  ],
  exportPolicy: (policy) => `${stringifyJson(documentOf(policy), 2)}\n`,
};

function documentOf(policy: Policy) {
  const rules = Object.entries(policy.tools).filter(([name]) => isExactName(name));
  return {
    version: '1',
    default: 'deny',
    hide: rules.filter(([, rule]) => rule.decision === 'hide').map(([name]) => name),
    tools: byName(
      rules.filter(([, rule]) => rule.decision !== 'hide').map(([name, rule]) => [name, toolOf(name, rule)] as const),
    ),
  };
}

function toolOf(name: string, rule: ToolRule): PolicyLayerTool {
  const { decision, limits } = rule;
  if (decision === 'allow') return {};
  if (decision === 'limit' && limits.length > 0) return { limits: limitsOf(name, limits) };
  const on_deny = decision === 'ask' ? 'Requires human approval.' : 'Denied by policy.';
  const callable = callableActions(rule);
  if (callable === undefined) return { deny_if: [{ conditions: [], on_deny }] };
  const path = `args.${callable.argument}`;
  return {
    deny_if: [
      { conditions: [{ path, op: 'exists', value: false }], on_deny },
      { conditions: [{ path, op: 'not_in', value: callable.names }], on_deny },
    ],
    ...(callable.limits.length === 0 ? {} : { limits: limitsOf(name, callable.limits) }),
  };
}

/** The counter of the first limit has the name that PolicyLayer's own pages give it; each further window has its own. */
function limitsOf(name: string, limits: readonly Limit[]): PolicyLayerLimit[] {
  return limits.map(({ max, window }, index) => ({
    counter: `${name.toLowerCase()}_rate${index === 0 ? '' : `_${index + 1}`}`,
    window,
    max,
    scope: 'grant',
  }));
}
