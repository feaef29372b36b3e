import { Document, Scalar } from 'yaml';
import { escapeInvisible } from '../escape-invisible.ts';
import { isExactName } from '../exact-name.ts';
import { describePolicy } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

const CANNOT_SAY = [
  'It has no rate limits and no call that waits for a person: such tools are not offered.',
  'It knows no arguments: a multi-action tool keeps the rule of its gravest action.',
  'It does not know definitions: a tool that changed since the verdict keeps its rule.',
  'A server of which nothing may be called has an empty list: better leave the server out altogether.',
  'A name with a wildcard in it is left out, so it is not offered.',
];

/**
 * The tools.yaml of Docker's MCP gateway (docker/mcp-gateway, pkg/gateway/capabilitites.go): under the server's name the
 * exact names of the tools that are offered; a server without a list offers all.
 */
export const dockerMcpGateway: PolicyExporter = {
  id: 'docker-mcp-gateway',
  title: 'Docker MCP gateway tool list (tools.yaml)',
  extension: 'yaml',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => {
    const offered = Object.entries(policy.tools).filter(
      ([name, { decision }]) => isExactName(name) && decision === 'allow',
    );
    const document = new Document({ [policy.alias]: offered.map(([name]) => name) });
    document.commentBefore = [describePolicy(policy), ...CANNOT_SAY].map((sentence) => ` ${sentence}`).join('\n');
    const text = document.toString({ lineWidth: 0, defaultStringType: Scalar.QUOTE_DOUBLE });
    return escapeInvisible(text);
  },
};
