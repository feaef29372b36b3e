import type { Decision, Policy } from '../../model/policy.ts';
import type { PolicyExporter } from '../policy-exporter.ts';
import { strictestBy } from '../strictest-by.ts';
import { stricter } from '../strictness.ts';

/**
 * The `permissions` of Claude Code's settings.json (code.claude.com/docs/en/permissions): rules `mcp__<server>__<tool>`,
 * deny before ask before allow; what no rule names is asked about.
 */
export const claudeCode: PolicyExporter = {
  id: 'claude-code',
  title: 'Claude Code permissions (settings.json)',
  extension: 'json',
  cannotSay: [
    'It has no rate limits: a limited tool is asked about.',
    'It cannot deny what it does not know: a tool that is new on the server is asked about.',
    'It knows no arguments of MCP tools: a multi-action tool keeps the rule of its gravest action.',
    'A tool whose name is not made of letters, digits, dots, dashes and underscores is denied.',
    'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
  ],
  exportPolicy: (policy) => permissionsOf([policy]),
  exportPolicies: permissionsOf,
};

/** The rules of all servers; where the full names of two tools are one, the stricter counts. A denied server is denied by name. */
function permissionsOf(policies: readonly Policy[]): string {
  const decisions = new Map<string, Decision>();
  for (const policy of policies)
    for (const [name, decision] of decisionsOf(policy))
      decisions.set(name, stricter(decisions.get(name) ?? decision, decision));
  const rules = (list: List) =>
    [...decisions].flatMap(([name, decision]) => (LIST_OF[decision] === list ? name : [])).sort();
  const permissions = { allow: rules('allow'), ask: rules('ask'), deny: rules('deny') };
  return `${JSON.stringify({ permissions }, null, 2)}\n`;
}

function decisionsOf(policy: Policy): [name: string, decision: Decision][] {
  const server = `mcp__${normalize(policy.configKey ?? policy.alias)}`;
  if (policy.deniedBecause !== undefined) return [[server, 'deny']];
  const decisions = strictestBy(policy, normalize);
  for (const tool of Object.keys(policy.tools)) if (!isPlain(tool)) decisions.set(normalize(tool), 'deny');
  return [...decisions].map(([tool, decision]) => [`${server}__${tool}`, decision]);
}

type List = 'allow' | 'ask' | 'deny';

const LIST_OF: Readonly<Record<Decision, List>> = {
  allow: 'allow',
  limit: 'ask',
  ask: 'ask',
  hide: 'deny',
  deny: 'deny',
};

/** Claude Code replaces every other character of a tool's name. */
function normalize(tool: string): string {
  return tool.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}

function isPlain(tool: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(tool);
}
