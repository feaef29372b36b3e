import { stringifyJson } from '../../model/escape/json.ts';
import { byName } from '../../model/json.ts';
import type { Policy, ToolRule } from '../../model/policy.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

const CANNOT_SAY = [
  'It counts no calls: a limited one is allowed where `calls` says how many went before it in each window, else the caller keeps `limits`.',
  'It gets no rules on arguments but those on actions: a tool with others keeps the strictest decision that breaking them leads to.',
  'A name with a lone surrogate is left out, so the default denies it.',
];

/** What every policy says beneath its rules. Spaces, not tabs: a tab is no visible character. */
const QUESTIONS = `
# The rule on the input's tool; none where the policy does not know it.
rule := rules[input.tool]

# The definition that the agent sees is not the one that was judged.
changed if input.definitionHash != rule.definitionHash

# The rule on the action that the arguments name, for a definition that is the judged one.
action := rule.actions.rules[name] if {
  not changed
  name := input.arguments[rule.actions.argument]
  is_string(name)
}

decision := {"decision": "ask", "because": "Its definition changed since it was judged.", "limits": []} if {
  changed
  rule.decision in {"allow", "limit", "ask"}
} else := {"decision": action.decision, "because": rule.because, "limits": action.limits} if {
  action
} else := {"decision": rule.decision, "because": rule.because, "limits": rule.limits} if {
  rule
}

# Whether the call may be made now, without a question.
default allow := false

allow if decision.decision == "allow"

allow if {
  decision.decision == "limit"
  count(decision.limits) > 0
  every limit in decision.limits {
    is_number(input.calls[limit.window])
    input.calls[limit.window] >= 0
    input.calls[limit.window] < limit.max
  }
}
`;

/**
 * A Rego module for Open Policy Agent, version 1 of the language (openpolicyagent.org, Policy Language): package
 * `toolrisk["<alias>"]` with `decision` and `allow`. Rego's strings in double quotes are those of JSON, so the rules stand
 * as one JSON object. Input: `{"tool", "arguments", "definitionHash", "calls": {"minute", "hour", "day"}}`.
 */
export const rego: PolicyExporter = {
  id: 'rego',
  title: 'Rego (Open Policy Agent)',
  extension: 'rego',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => {
    const tools = Object.entries(policy.tools).filter(([name]) => name.isWellFormed());
    const rules = tools.map(([name, rule]) => `  ${stringifyJson(name)}: ${stringifyJson(ruleOf(rule))},\n`);
    return [
      headComment('#', policy, CANNOT_SAY),
      '# Input: {"tool": "…", "arguments": {…}, "definitionHash": "…", "calls": {"minute": 0, "hour": 0, "day": 0}}\n',
      `package toolrisk[${stringifyJson(policy.alias)}]\n\nimport rego.v1\n\n`,
      `rules := {${rules.length === 0 ? '' : `\n${rules.join('')}`}}\n\n`,
      `default decision := ${stringifyJson({ decision: 'deny', because: unknownBecause(policy), limits: [] })}\n`,
      QUESTIONS,
    ].join('');
  },
};

/** What the questions read of a rule; actions whose names no file can hold fall to the tool's own decision. */
function ruleOf({ definitionHash, decision, because, limits, actions }: ToolRule) {
  const rule = { definitionHash, decision, because: because.toWellFormed(), limits };
  if (!actions?.argument.isWellFormed()) return rule;
  const sayable = Object.entries(actions.rules).filter(([name]) => name.isWellFormed());
  const rules = sayable.map(([name, each]) => [name, { decision: each.decision, limits: each.limits }] as const);
  return { ...rule, actions: { argument: actions.argument, rules: byName(rules) } };
}

function unknownBecause({ deniedBecause }: Policy): string {
  return deniedBecause === undefined
    ? 'The policy does not know this tool.'
    : `Every tool of the server is denied because ${deniedBecause.toWellFormed()}.`;
}
