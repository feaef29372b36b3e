import { stringifyJson } from '../../model/escape/json.ts';
import type { Policy } from '../../model/policy.ts';
import { foldedName } from '../folded-name.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';
import { strictestBy } from '../strictest-by.ts';

const CANNOT_SAY = [
  'It cannot deny: a denied, hidden or unknown tool is asked about; switch such tools off in the settings of the server (the command line can deny: --for cursor-cli).',
  'It has no rate limits: a limited tool is asked about.',
  'It knows no arguments: a multi-action tool keeps the rule of its gravest action.',
  'It does not know definitions: a tool that changed since the verdict keeps its rule.',
  'It holds in the run mode of the allowlist: other modes may run what is not listed without a question.',
  'An empty list may fall back to the one in the settings: empty that one too.',
  'A tool whose name is not made of letters, digits, dots, dashes and underscores is asked about.',
  'Should it not tell capitals apart, it takes a new tool for a known one whose name differs in them alone.',
  'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
];

/**
 * The `mcpAllowlist` of Cursor's permissions.json, JSON with comments (cursor.com/docs/reference/permissions, 2026-07):
 * entries `server:tool` run without a question, `*` in either part is a wildcard, and other calls are asked about.
 */
export const cursor: PolicyExporter = {
  id: 'cursor',
  title: 'Cursor allowlist (permissions.json)',
  extension: 'json',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => permissionsOf([policy]),
  exportPolicies: permissionsOf,
};

function permissionsOf(policies: readonly Policy[]): string {
  const mcpAllowlist = policies.flatMap(entriesOf).sort();
  return `${headComment('//', policies, CANNOT_SAY)}${stringifyJson({ mcpAllowlist }, 2)}\n`;
}

/** What may be called of a server. Of names that differ in case or normal form only, should that not count, the stricter holds. */
function entriesOf(policy: Policy): string[] {
  const server = policy.configKey ?? policy.alias;
  if (!/^[A-Za-z0-9_. -]+$/.test(server)) return [];
  const decisions = strictestBy(policy, foldedName);
  return Object.keys(policy.tools)
    .filter((name) => isPlain(name) && decisions.get(foldedName(name)) === 'allow')
    .map((name) => `${server}:${name}`);
}

function isPlain(name: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(name);
}
