import type { ToolRule } from '../../model/policy.ts';
import { callableActions } from '../callable-actions.ts';
import { headComment } from '../head-comment.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

const CANNOT_SAY = [
  'It has no rate limits: a limited tool or action is denied.',
  'It has no call that waits for a person: such calls are denied.',
  'It does not know definitions: a tool that changed since the verdict keeps its rule.',
  'A name with a lone surrogate is left out, so the default denies it.',
  'An action whose name, or whose argument, is no plain word keeps the rule of its tool.',
  'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
];

/**
 * Cedar policies as ToolHive's authorisation reads them (docs.stacklok.com, Cedar policies): action `call_tool` on
 * `Tool::"<name>"`, arguments as `context.arg_<name>`. What no policy permits is denied.
 */
export const cedar: PolicyExporter = {
  id: 'cedar',
  title: 'Cedar policies (ToolHive)',
  extension: 'cedar',
  cannotSay: CANNOT_SAY,
  exportPolicy: (policy) => {
    const tools = Object.entries(policy.tools).filter(([name]) => name.isWellFormed());
    const permits = tools.flatMap(([name, rule]) => permitOf(name, rule));
    return `${headComment('//', policy, CANNOT_SAY)}${permits.join('')}`;
  },
};

function permitOf(name: string, rule: ToolRule): string[] {
  const scope = `permit (principal, action == Action::"call_tool", resource == Tool::${quote(name)})`;
  if (rule.decision === 'allow') return [`\n${scope};\n`];
  const unlimited = (action: string) => rule.actions?.rules[action]?.decision === 'allow';
  const callable = callableActions(rule);
  const names = callable?.names.filter(unlimited) ?? [];
  if (callable === undefined || names.length === 0) return [];
  const argument = `arg_${callable.argument}`;
  const list = names.map(quote).join(', ');
  return [`\n${scope}\nwhen { context has ${quote(argument)} && [${list}].contains(context[${quote(argument)}]) };\n`];
}

/** A Cedar string: everything but plain ASCII as `\u{…}`, so that nothing can end it or hide in it. */
function quote(text: string): string {
  const escaped = text.replaceAll(/[^\x20-\x7e]|["\\]/gu, (character) =>
    character === '"' || character === '\\' ? `\\${character}` : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return `"${escaped}"`;
}
