import { stringifyJson } from '../../model/escape/json.ts';
import { byName } from '../../model/json.ts';
import type { Policy, ToolRule } from '../../model/policy.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';
import { ARGUMENT_QUESTIONS, regoArgumentRule } from '../rego-arguments.ts';
import { flattenRule } from '../without-arguments.ts';

const CANNOT_SAY = [
  'It counts no calls: a limited one is allowed where `calls` says how many went before it in each window, else the caller keeps `limits`.',
  'It cannot make the compatibility form of a text: where an argument has a rule, a path with rare letters or accents apart, an IPv6 address in long form, a Punycode label below an allowed host, or another argument with a name beside ASCII breaks it.',
  'A name with a lone surrogate is left out, so the default denies it.',
];

/** What every policy says beneath its rules. Spaces, not tabs: a tab is no visible character. */
const QUESTIONS = `
# The rule on the input's tool; none where the policy does not know it.
rule := known if {
  is_string(input.tool)
  known := object.get(rules, input.tool, null)
  is_object(known)
}

# The definition that the agent sees is not the one that was judged.
changed if input.definitionHash != rule.definitionHash

# Arguments that stand more than once in the text of the call, where the caller read one.
default duplicated := []

duplicated := [name | some name in input.duplicated; is_string(name)] if is_array(input.duplicated)

# The rule on the action that the arguments name, for a definition that is the judged one.
action := rule.actions.rules[name] if {
  not changed
  not rule.actions.argument in duplicated
  name := input.arguments[rule.actions.argument]
  is_string(name)
}

# What the rules on the tool and its action say.
judged := {"decision": "ask", "because": "Its definition changed since it was judged.", "limits": []} if {
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

/** The decision where no tool has rules on its arguments. */
const PLAIN_DECISION = `
decision := judged
`;

/**
 * A Rego module for Open Policy Agent, version 1 of the language (openpolicyagent.org, Policy Language): package
 * `toolrisk["<alias>"]` with `decision` and `allow`. Rego's strings in double quotes are those of JSON, so the rules stand
 * as one JSON object. Input: `{"tool", "arguments", "definitionHash", "duplicated", "calls": {"minute", "hour", "day"}}`.
 */
export const rego: PolicyExporter = {
  id: 'rego',
  title: 'Rego (Open Policy Agent)',
  extension: 'rego',
  cannotSay: CANNOT_SAY,
  saysArguments: true,
  exportPolicy: (policy) => {
    const tools = Object.entries(policy.tools).filter(([name]) => name.isWellFormed());
    const rules = tools.map(([name, rule]) => `  ${stringifyJson(name)}: ${stringifyJson(ruleOf(rule))},\n`);
    return [
      headComment('#', policy, CANNOT_SAY),
      '# Input: {"tool": "…", "arguments": {…}, "definitionHash": "…", "calls": {"minute": 0, "hour": 0, "day": 0}},\n',
      '# and "duplicated": ["…"] with the names of arguments that stand twice in the text of the call.\n',
      `package toolrisk[${stringifyJson(policy.alias)}]\n\nimport rego.v1\n\n`,
      `rules := {${rules.length === 0 ? '' : `\n${rules.join('')}`}}\n\n`,
      `default decision := ${stringifyJson({ decision: 'deny', because: unknownBecause(policy), limits: [] })}\n`,
      QUESTIONS,
      tools.some(([, rule]) => (rule.arguments ?? []).length > 0) ? ARGUMENT_QUESTIONS : PLAIN_DECISION,
    ].join('');
  },
};

/** What the questions read of a rule; actions whose names no file can hold fall to the tool's own decision. */
function ruleOf(whole: ToolRule) {
  const isSayable = (whole.arguments ?? []).every(
    (each) => JSON.stringify(each).isWellFormed() && each.argument.isWellFormed(),
  );
  const {
    definitionHash,
    decision,
    because,
    limits,
    actions,
    arguments: rules,
  } = isSayable ? whole : flattenRule(whole);
  const rule = {
    definitionHash,
    decision,
    because: because.toWellFormed(),
    limits,
    ...(rules === undefined ? {} : { arguments: rules.map(regoArgumentRule) }),
  };
  if (!actions?.argument.isWellFormed()) return rule;
  const sayable = Object.entries(actions.rules).filter(([name]) => name.isWellFormed());
  const ofActions = sayable.map(([name, each]) => [name, { decision: each.decision, limits: each.limits }] as const);
  return { ...rule, actions: { argument: actions.argument, rules: byName(ofActions) } };
}

function unknownBecause({ deniedBecause }: Policy): string {
  return deniedBecause === undefined
    ? 'The policy does not know this tool.'
    : `Every tool of the server is denied because ${deniedBecause.toWellFormed()}.`;
}
