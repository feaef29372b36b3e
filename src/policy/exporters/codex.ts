import { stringify } from 'smol-toml';
import { byName } from '../../model/json.ts';
import type { Policy } from '../../model/policy.ts';
import { escapeInvisible } from '../escape-invisible.ts';
import { isExactName } from '../exact-name.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

const CANNOT_SAY = [
  'It has no rate limits: a limited tool is asked about.',
  'It knows no arguments: a multi-action tool keeps the rule of its gravest action.',
  'It does not know definitions: a tool that changed since the verdict keeps its rule.',
  'A name with a wildcard in it is left out, so it is not offered.',
  'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
];

/**
 * Lines for the server's table in Codex's config.toml: only `enabled_tools` are offered, and `approval_mode` says which
 * of them run without a question (openai/codex, codex-rs/config).
 */
export const codex: PolicyExporter = {
  id: 'codex',
  title: 'Codex config (TOML)',
  extension: 'toml',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => configOf([policy]),
  exportPolicies: configOf,
};

function configOf(policies: readonly Policy[]): string {
  const servers = policies.map((policy) => [policy.configKey ?? policy.alias, serverOf(policy)] as const);
  const text = stringify({ mcp_servers: byName(servers) });
  return escapeInvisible(
    `${headComment('#', policies, CANNOT_SAY)}# Add these lines to the server's own table.\n${text}`,
  );
}

/** The lines of one server; of one that is denied no tool is offered. */
function serverOf(policy: Policy) {
  const offered = Object.entries(policy.tools).filter(
    ([name, { decision }]) => isExactName(name) && decision !== 'hide' && decision !== 'deny',
  );
  const modes = offered.map(
    ([name, { decision }]) => [name, { approval_mode: decision === 'allow' ? 'approve' : 'prompt' }] as const,
  );
  return {
    enabled_tools: offered.map(([name]) => name),
    default_tools_approval_mode: 'prompt',
    tools: byName(modes),
  };
}
