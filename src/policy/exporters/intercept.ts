import { Document, Scalar } from 'yaml';
import type { Limit, ToolRule } from '../../model/policy.ts';
import { type CallableActions, callableActions } from '../callable-actions.ts';
import { escapeInvisible } from '../escape-invisible.ts';
import { isExactName } from '../exact-name.ts';
import { describePolicy, headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

type Condition = { path: string; op: 'in'; value: string[] };
type InterceptRule = {
  name: string;
  action: 'evaluate' | 'deny';
  conditions?: Condition[];
  rate_limit?: string;
  on_deny?: string;
};

const CANNOT_SAY = [
  'It has no call that waits for a person: such calls are denied with the reason.',
  'It does not know definitions: a tool that changed since the verdict keeps its rule.',
  'It cannot count the calls of a tool whose name holds a dot: such a tool is denied where it should be limited.',
  'It limits tools, not actions: the tightest limit of all callable actions holds for each of them.',
  'A name with a wildcard in it is left out, so the default denies it.',
  'An action whose name, or whose argument, is no plain word keeps the rule of its tool.',
  'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
];

/** The policy of Intercept, PolicyLayer's open-source proxy: under `default: deny` a tool without rules is allowed. */
export const intercept: PolicyExporter = {
  id: 'intercept',
  title: 'Intercept proxy (YAML)',
  extension: 'yaml',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => {
    const rules = Object.entries(policy.tools).filter(([name]) => isExactName(name));
    const document = new Document({
      version: '1',
      description: describePolicy(policy),
      default: 'deny',
      hide: rules.filter(([, rule]) => rule.decision === 'hide').map(([name]) => name),
      tools: new Map(
        rules
          .filter(([, rule]) => rule.decision !== 'hide')
          .map(([name, rule]) => [quoted(name), { rules: rulesOf(name, rule) }] as const),
      ),
    });
    const text = document.toString({ ...ONE_LINE, defaultStringType: Scalar.QUOTE_DOUBLE });
    return escapeInvisible(`${headComment('#', policy, CANNOT_SAY)}\n${text}`);
  },
};

/** Our own keys stand plain, and no text is folded over lines. */
const ONE_LINE = { defaultKeyType: Scalar.PLAIN, lineWidth: 0 } as const;

/** A name quoted like JSON: it can be neither a number nor a date, neither a comment nor an anchor. */
function quoted(name: string): Scalar<string> {
  const scalar = new Scalar(name);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

function rulesOf(name: string, rule: ToolRule): InterceptRule[] {
  const { decision, limits } = rule;
  if (decision === 'allow') return [];
  if (decision === 'limit' && limits.length > 0) return limitRules(name, limits);
  const callable = callableActions(rule);
  if (callable !== undefined) return [onlyActions(callable), ...limitRules(name, callable.limits)];
  if (decision === 'ask') return [{ name: 'approval', action: 'deny', on_deny: 'Requires human approval.' }];
  return [{ name: 'denied', action: 'deny', on_deny: 'Denied by policy.' }];
}

/** All conditions of an `evaluate` rule must hold; one on an argument that is missing does not. */
function onlyActions({ argument, names }: CallableActions): InterceptRule {
  return {
    name: 'milder actions only',
    action: 'evaluate',
    conditions: [{ path: `args.${argument}`, op: 'in', value: names }],
    on_deny: 'Requires human approval.',
  };
}

function limitRules(name: string, limits: readonly Limit[]): InterceptRule[] {
  return limits.length > 0 && name.includes('.') ? [uncountable()] : limits.map(limitRule);
}

function limitRule({ max, window }: Limit): InterceptRule {
  return { name: `at most ${max} calls a ${window}`, action: 'evaluate', rate_limit: `${max}/${window}` };
}

/** Intercept reads `state.<tool>.<counter>` up to the second dot, and refuses the whole file when it finds no such counter. */
function uncountable(): InterceptRule {
  return {
    name: 'uncountable',
    action: 'deny',
    on_deny: 'Requires a rate limit, which cannot be set on a tool name with a dot.',
  };
}
