import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import type { Policy, ToolRule } from '../../src/model/policy.ts';
import type { Outcome } from '../../src/policy/evaluate.ts';
import type { PolicyExporter } from '../../src/policy/policy-exporter.ts';
import { writePolicy } from '../../src/policy/write-policy.ts';

/** What formats cannot say, and how their exports say so. */
const UNSAID = {
  'rules on arguments': /^It knows no rules on arguments/,
  actions: /multi-action tool|It limits tools, not actions/,
  limits: /rate limits|cannot count the calls/,
  questions: /call that waits for a person/,
  names: /^A (?:tool whose )?name |name holds a dot|tool called __proto__/,
  'shared names': /^It names tools without their server/,
  room: /^It has room for/,
} as const;

/** Something that a format cannot say. */
type Unsaid = keyof typeof UNSAID;

type Call = { tool: string; arguments: JsonObject };

/**
 * Which of the things that the format says it cannot say makes a text of some policies stricter than one of them on a
 * call; undefined for none.
 */
export function explainStricter(
  exporter: PolicyExporter,
  policies: readonly Policy[],
  policy: Policy,
  call: Call,
  outcome: Outcome,
): Unsaid | undefined {
  const rule = policy.tools[call.tool];
  if (rule === undefined) return undefined;
  const isMet: { [unsaid in Unsaid]: () => boolean } = {
    'rules on arguments': () => (rule.arguments ?? []).length > 0,
    actions: () => namesAction(rule, call.arguments),
    limits: () => coreOf(rule, call.arguments).decision === 'limit',
    questions: () => outcome === 'asked',
    names: () =>
      !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(call.tool) || (exporter.id === 'gemini-cli' && call.tool.startsWith('mcp_')),
    'shared names': () => policies.some((each) => each !== policy && isRestricted(each.tools[call.tool])),
    room: () => exporter.id === 'registry-meta' && !namedIn(exporter, policy).has(call.tool),
  };
  return (Object.keys(UNSAID) as Unsaid[]).find(
    (unsaid) => exporter.cannotSay.some((sentence) => UNSAID[unsaid].test(sentence)) && isMet[unsaid](),
  );
}

/** Whether a tool does not simply run. */
function isRestricted(rule: ToolRule | undefined): boolean {
  return rule !== undefined && (rule.decision !== 'allow' || (rule.arguments ?? []).length > 0);
}

const named = new WeakMap<Policy, Set<string>>();

/** The tools that fitted into the room of a registry's entry. */
function namedIn(exporter: PolicyExporter, policy: Policy): Set<string> {
  const known = named.get(policy);
  if (known !== undefined) return known;
  const [provided] = Object.values(JSON.parse(writePolicy(exporter, policy))._meta as { [key: string]: Verdicts });
  const names = new Set(Object.keys(provided?.toolrisk.tools ?? {}));
  named.set(policy, names);
  return names;
}

type Verdicts = { toolrisk: { tools: object } };

function namesAction({ actions }: ToolRule, given: JsonObject): boolean {
  const name = actions === undefined || !isJsonObject(given) ? undefined : given[actions.argument];
  return typeof name === 'string' && Object.hasOwn(actions?.rules ?? {}, name);
}

/** The rule that the policy goes by: the action's, or the tool's. */
function coreOf(rule: ToolRule, given: JsonObject) {
  const name = rule.actions === undefined ? undefined : given[rule.actions.argument];
  return (typeof name === 'string' ? rule.actions?.rules[name] : undefined) ?? rule;
}
