import { Document, Scalar } from 'yaml';
import type { Policy } from '../../model/policy.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

const CANNOT_SAY = [
  'It has no rate limits and no call that waits for a person: such tools are denied.',
  'Its rules see no arguments of a call: a multi-action tool keeps the rule of its gravest action.',
  'It does not know definitions: a tool that changed since the verdict keeps its rule.',
  'The same rules hold for prompts and resources: those of the server are denied.',
  'A name with a lone surrogate is left out, so it is denied.',
  'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
];

/**
 * The `mcpAuthorization` policy of agentgateway (agentgateway.dev, MCP authorization; crates/agentgateway,
 * http/authorization.rs, 2026-08): CEL rules, each of which allows where it is true; what none allows is denied, but a
 * policy without rules allows all. `mcp.tool.target` is the target's name, `mcp.tool.name` the tool's; arguments are
 * known to access logs only (agentgateway/website, pull request 868).
 */
export const agentgateway: PolicyExporter = {
  id: 'agentgateway',
  title: 'agentgateway CEL rules (mcpAuthorization)',
  extension: 'yaml',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => rulesOf([policy]),
  exportPolicies: rulesOf,
};

/** One policy speaks of all targets of a backend: whatever no rule allows is denied, servers that failed whole. */
function rulesOf(policies: readonly Policy[]): string {
  const allowed = policies.flatMap(allowRules);
  // A rule that is never true keeps an empty policy from allowing all.
  const rules = (allowed.length === 0 ? ['false'] : allowed).map(quoted);
  const text = new Document({ mcpAuthorization: { rules } }).toString({ lineWidth: 0 });
  return `${headComment('#', policies, CANNOT_SAY)}# Add these lines to the policies of the backend whose targets these are.\n${text}`;
}

function allowRules({ configKey, alias, tools }: Policy): string[] {
  const target = configKey ?? alias;
  if (!target.isWellFormed()) return [];
  return Object.entries(tools)
    .filter(([name, { decision }]) => decision === 'allow' && name.isWellFormed())
    .map(([name]) => `mcp.tool.target == ${celString(target)} && mcp.tool.name == ${celString(name)}`);
}

/** A CEL string: everything but plain ASCII escaped, and the single quote too, which would end the YAML around it. */
function celString(text: string): string {
  const escaped = text.replaceAll(/[^\x20-\x7e]|["'\\]/gu, (character) =>
    character === '"' || character === '\\' ? `\\${character}` : escapePoint(character.codePointAt(0) ?? 0),
  );
  return `"${escaped}"`;
}

/** A code point as CEL escapes it: four digits in the basic plane, else eight. */
function escapePoint(point: number): string {
  const digits = point.toString(16);
  return point > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
}

function quoted(rule: string): Scalar<string> {
  const scalar = new Scalar(rule);
  scalar.type = Scalar.QUOTE_SINGLE;
  return scalar;
}
