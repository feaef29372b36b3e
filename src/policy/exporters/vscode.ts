import { stringifyJson } from '../../model/escape/json.ts';
import { byName } from '../../model/json.ts';
import type { Policy } from '../../model/policy.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

const CANNOT_SAY = [
  'It cannot deny: a denied or hidden tool always asks; switch such tools off under Configure Tools.',
  'It cannot allow: an allowed tool is not named, so it asks until a person approves it for good or it claims to be read-only.',
  'It has no rate limits: a limited tool always asks.',
  'It knows no arguments: a multi-action tool keeps the rule of its gravest action.',
  'A tool that is new on the server is not named: it asks, unless it claims to be read-only.',
  'Of a server that could not be listed it names no tool: leave such a server out of the configuration.',
  'It names tools without their server: a tool of another server with the same name always asks too.',
  'It does not hold where everything is approved (chat.tools.global.autoApprove), nor for a tool called __proto__.',
  'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
];

/**
 * VS Code's setting `chat.tools.eligibleForAutoApproval`, for settings.json, which takes comments
 * (code.visualstudio.com/docs, AI settings, experimental, 2025-11; contrib/chat, languageModelToolsService.ts):
 * a tool with `false` asks before each call and offers no approval for good, even if it claims to be read-only.
 */
export const vscode: PolicyExporter = {
  id: 'vscode',
  title: 'VS Code tools that always ask (settings.json)',
  extension: 'json',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => settingsOf([policy]),
  exportPolicies: settingsOf,
};

function settingsOf(policies: readonly Policy[]): string {
  const asking = policies.flatMap(({ tools }) =>
    Object.entries(tools).flatMap(([name, { decision }]) => (decision === 'allow' ? [] : referenceName(name))),
  );
  const eligible = byName([...new Set(asking)].sort().map((name) => [name, false] as const));
  const settings = { 'chat.tools.eligibleForAutoApproval': eligible };
  return `${headComment('//', policies, CANNOT_SAY)}${stringifyJson(settings, 2)}\n`;
}

/** What VS Code calls a tool: every other UTF-16 unit is replaced (contrib/mcp, mcpServer.ts). */
function referenceName(tool: string): string {
  return tool.replaceAll(/[^a-z0-9_-]/gi, '_');
}
