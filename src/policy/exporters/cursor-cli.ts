import { stringifyJson } from '../../model/escape/json.ts';
import type { Policy } from '../../model/policy.ts';
import { foldedName } from '../folded-name.ts';
import type { PolicyExporter } from '../policy-exporter.ts';
import { strictestBy } from '../strictest-by.ts';

/**
 * The `permissions` of Cursor's command line, in a project's `.cursor/cli.json` or in `~/.cursor/cli-config.json`
 * (cursor.com/docs/cli/reference/permissions, 2026-08): tokens `Mcp(server:tool)` with `*` as the wildcard; deny comes
 * before allow, and what no token names is asked about.
 */
export const cursorCli: PolicyExporter = {
  id: 'cursor-cli',
  title: 'Cursor command line permissions (cli.json)',
  extension: 'json',
  cannotSay: [
    'It has no rate limits: a limited tool is asked about.',
    'It knows no arguments: a multi-action tool keeps the rule of its gravest action.',
    'It does not know definitions: a tool that changed since the verdict keeps its rule.',
    'It cannot deny what it does not know: a tool that is new on the server is asked about.',
    'It holds where approval is asked for: --force runs whatever is not denied.',
    'A name with other characters than letters, digits, dots, dashes, slashes and underscores is asked about, or denied with a wildcard in place of them, which may deny other tools too.',
    'Should it not tell capitals apart, it takes a new tool for a known one whose name differs in them alone.',
    'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
  ],
  exportPolicy: (policy) => permissionsOf([policy]),
  exportPolicies: permissionsOf,
};

function permissionsOf(policies: readonly Policy[]): string {
  const permissions = { allow: policies.flatMap(allowed).sort(), deny: [...new Set(policies.flatMap(denied))].sort() };
  return `${stringifyJson({ permissions }, 2)}\n`;
}

/** Exact names only. Of names that differ in case or normal form only, should that not count, the stricter holds. */
function allowed(policy: Policy): string[] {
  const server = nameOf(policy);
  if (!/^[A-Za-z0-9_. -]+$/.test(server)) return [];
  const decisions = strictestBy(policy, foldedName);
  return Object.keys(policy.tools).flatMap((name) =>
    /^[A-Za-z0-9_.-]+$/.test(name) && decisions.get(foldedName(name)) === 'allow' ? `Mcp(${server}:${name})` : [],
  );
}

/** Names that may cover too much, for what is denied. */
function denied(policy: Policy): string[] {
  const server = patternOf(nameOf(policy));
  if (policy.deniedBecause !== undefined) return [`Mcp(${server}:*)`];
  return Object.entries(policy.tools).flatMap(([name, { decision }]) =>
    decision === 'hide' || decision === 'deny' ? `Mcp(${server}:${patternOf(name)})` : [],
  );
}

function nameOf({ configKey, alias }: Policy): string {
  return configKey ?? alias;
}

/** Whatever could mean something in a token as the wildcard. */
function patternOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{M}\p{N}_./ -]+/gu, '*');
}
