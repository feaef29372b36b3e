import type { Decision } from '../../model/policy.ts';
import type { PolicyExporter } from '../policy-exporter.ts';
import { strictestBy } from '../strictest-by.ts';

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
  ],
  exportPolicy: (policy) => {
    const decisions = strictestBy(policy, normalize);
    for (const tool of Object.keys(policy.tools)) if (!isPlain(tool)) decisions.set(normalize(tool), 'deny');
    const rules = (list: List) =>
      [...decisions]
        .filter(([, decision]) => LIST_OF[decision] === list)
        .map(([name]) => `mcp__${policy.alias}__${name}`)
        .sort();
    const permissions = { allow: rules('allow'), ask: rules('ask'), deny: rules('deny') };
    return `${JSON.stringify({ permissions }, null, 2)}\n`;
  },
};

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
