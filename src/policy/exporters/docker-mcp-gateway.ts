import { Document, Scalar } from 'yaml';
import type { Policy } from '../../model/policy.ts';
import { escapeInvisible } from '../escape-invisible.ts';
import { isExactName } from '../exact-name.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

const CANNOT_SAY = [
  'It has no rate limits and no call that waits for a person: such tools are not offered.',
  'It knows no arguments: a multi-action tool keeps the rule of its gravest action.',
  'It does not know definitions: a tool that changed since the verdict keeps its rule.',
  'A server of which nothing may be called has an empty list: better leave the server out altogether.',
  'A name with a wildcard in it is left out, so it is not offered.',
  'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
];

/**
 * The tools.yaml of Docker's MCP gateway (docker/mcp-gateway, pkg/gateway/capabilitites.go): under each server's name the
 * exact names of the tools that are offered; a server without a list offers all, so one that is denied has an empty list.
 */
export const dockerMcpGateway: PolicyExporter = {
  id: 'docker-mcp-gateway',
  title: 'Docker MCP gateway tool list (tools.yaml)',
  extension: 'yaml',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => listsOf([policy]),
  exportPolicies: listsOf,
};

function listsOf(policies: readonly Policy[]): string {
  const lists = policies.map(
    (policy) => [(policy.configKey ?? policy.alias).toWellFormed(), offeredBy(policy)] as const,
  );
  const text = new Document(new Map(lists)).toString({ lineWidth: 0, defaultStringType: Scalar.QUOTE_DOUBLE });
  return escapeInvisible(`${headComment('#', policies, CANNOT_SAY)}\n${text}`);
}

function offeredBy({ tools }: Policy): string[] {
  return Object.entries(tools).flatMap(([name, { decision }]) =>
    isExactName(name) && decision === 'allow' ? name : [],
  );
}
