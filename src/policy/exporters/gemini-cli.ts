import { stringify } from 'smol-toml';
import type { Decision, Policy, ToolRule } from '../../model/policy.ts';
import { escapeInvisible } from '../escape-invisible.ts';
import { isExactName } from '../exact-name.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

const CANNOT_SAY = [
  'It has no rate limits: a limited tool is asked about.',
  'It reads arguments as text only: a multi-action tool keeps the rule of its gravest action.',
  'It does not know definitions: a tool that changed since the verdict keeps its rule.',
  'A server whose name holds an underscore is not told apart by all versions: rename it in the settings.',
  'A name with a wildcard in it, or one that begins like a full name (mcp_), falls to the rule that denies the server.',
  'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
];

/** Of the rules that match, the one with the highest priority counts (0 to 999 within a file's tier). */
const DEFAULT_PRIORITY = 800;
const TOOL_PRIORITY = 900;

/**
 * Rules of Gemini CLI's policy engine (`~/.gemini/policies/*.toml`; its docs/reference/policy-engine.md): one denies the
 * whole server, and those of its tools that may be called come above it.
 */
export const geminiCli: PolicyExporter = {
  id: 'gemini-cli',
  title: 'Gemini CLI policy (TOML)',
  extension: 'toml',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => rulesOf([policy]),
  exportPolicies: rulesOf,
};

function rulesOf(policies: readonly Policy[]): string {
  const rule = policies.flatMap(serverRules);
  return escapeInvisible(`${headComment('#', policies, CANNOT_SAY)}${stringify({ rule })}`);
}

/** The rules of one server. A key with a wildcard in it denies only, as its rules may hold for other servers too. */
function serverRules({ configKey, alias, tools }: Policy) {
  const mcpName = configKey ?? alias;
  const denied = { mcpName, toolName: '*', decision: 'deny', priority: DEFAULT_PRIORITY };
  if (mcpName.includes('*')) return [denied];
  const rules = Object.entries(tools).filter(([name]) => isExactName(name) && !name.startsWith('mcp_'));
  return [
    denied,
    ...toolRules(mcpName, rules, 'allow', ['allow']),
    ...toolRules(mcpName, rules, 'ask_user', ['limit', 'ask']),
  ];
}

function toolRules(
  mcpName: string,
  rules: readonly (readonly [string, ToolRule])[],
  decision: 'allow' | 'ask_user',
  of: readonly Decision[],
) {
  const toolName = rules.filter(([, rule]) => of.includes(rule.decision)).map(([name]) => name);
  return toolName.length === 0 ? [] : [{ mcpName, toolName, decision, priority: TOOL_PRIORITY }];
}
