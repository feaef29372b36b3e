import { parse } from 'smol-toml';
import { z } from 'zod';
import type { Outcome } from '../../../src/policy/evaluate.ts';
import { type FormatEngine, LIBRARY } from './format-engine.ts';

/** A rule as Gemini CLI's loader accepts it (source: google-gemini/gemini-cli, packages/core/src/policy/toml-loader.ts). */
const Rule = z.strictObject({
  mcpName: z.string().min(1),
  toolName: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  decision: z.enum(['allow', 'deny', 'ask_user']),
  priority: z.int().min(0).max(999),
});
const PolicyFile = z.strictObject({ rule: z.array(Rule) });

const OUTCOME: Record<z.infer<typeof Rule>['decision'], Outcome> = {
  allow: 'allowed',
  deny: 'denied',
  ask_user: 'asked',
};

/** Whether a rule names a tool (source: packages/core/src/policy/policy-engine.ts, ruleMatches), in its longest reading. */
function isNamed(pattern: string, tool: string, server: string): boolean {
  const full = `mcp_${server}_${tool}`;
  if (pattern === '*' || pattern === tool || pattern === full) return true;
  if (pattern === 'mcp_*') return true;
  if (pattern.startsWith('mcp_') && pattern.endsWith('_*')) return full.startsWith(pattern.slice(0, -1));
  return !pattern.startsWith('mcp_') && full === `mcp_${server}_${pattern}`;
}

export const geminiCliEngine: FormatEngine = (text, server = LIBRARY) => {
  const { rule } = PolicyFile.parse(parse(text));
  const ordered = rule.toSorted((a, b) => b.priority - a.priority);
  return ({ tool }) => {
    const found = ordered.find(
      ({ toolName, mcpName }) =>
        mcpName === server && [toolName].flat().some((pattern) => isNamed(pattern, tool, mcpName)),
    );
    return found === undefined ? 'asked' : OUTCOME[found.decision];
  };
};
