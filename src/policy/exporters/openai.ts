import { stringifyJson } from '../../model/escape/json.ts';
import { isExactName } from '../exact-name.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

/**
 * A tool of type `mcp` for the Responses API of OpenAI and Azure, to be completed with the server's URL: tools outside
 * `allowed_tools` are not offered, `require_approval` says which calls wait for a person.
 */
export const openai: PolicyExporter = {
  id: 'openai',
  title: 'OpenAI and Azure require_approval (JSON)',
  extension: 'json',
  cannotSay: [
    'It has no rate limits: a limited tool requires approval.',
    'It knows no arguments: a multi-action tool keeps the rule of its gravest action.',
    'It does not know definitions: a tool that changed since the verdict keeps its rule.',
    'A name with a wildcard in it is left out, so it is not offered.',
    'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
  ],
  exportPolicy: (policy) => {
    const rules = Object.entries(policy.tools).filter(([name]) => isExactName(name));
    const never = rules.filter(([, { decision }]) => decision === 'allow').map(([name]) => name);
    const always = rules.filter(([, { decision }]) => decision === 'limit' || decision === 'ask').map(([name]) => name);
    const tool = {
      type: 'mcp',
      // A label begins with a letter.
      server_label: /^[A-Za-z]/.test(policy.alias) ? policy.alias : `mcp-${policy.alias}`,
      allowed_tools: [...never, ...always].sort(),
      // Without a tool in either list every call requires approval, should an empty `allowed_tools` offer all.
      require_approval:
        never.length === 0 ? 'always' : { always: { tool_names: always }, never: { tool_names: never } },
    };
    return `${stringifyJson(tool, 2)}\n`;
  },
};
