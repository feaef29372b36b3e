import { rankOf } from '../model/category.ts';
import { escapeTerminal } from '../model/escape/terminal.ts';
import type { ArgumentRuleKind, Policy } from '../model/policy.ts';

/** Where a policy comes from, in one line: server, tools, doubts, run and versions; and that all is denied, and why. */
export function describePolicy({ server, tools, run, versions, deniedBecause }: Policy): string {
  const rules = Object.values(tools);
  const doubts = rules.filter(({ needsReview }) => needsReview).length;
  const parts = Object.entries(versions).map(([part, version]) => `${part} ${version}`);
  const counts =
    deniedBecause === undefined
      ? `${rules.length} tools, ${doubts} of them in review`
      : `every tool denied because ${deniedBecause}`;
  return escapeTerminal(`toolrisk policy of ${server}: ${counts}; ${run}; ${parts.join(', ')}`);
}

/**
 * Comment lines for the head of an export: where each policy comes from, severe tools that an overrides file loosened,
 * what the format cannot say, and rules on arguments that the schemas offer. Each is safe in a comment of one line.
 */
export function headComment(
  mark: '#' | '//',
  policy: Policy | readonly Policy[],
  cannotSay: readonly string[],
): string {
  const policies = [policy].flat();
  const lines = [
    ...policies.map(describePolicy),
    ...policies.flatMap(loosenedTools),
    ...cannotSay,
    ...policies.flatMap(suggestions),
  ];
  return lines.map((line) => `${mark} ${line}\n`).join('');
}

/** Tools of the three severe categories that an overrides file lets do more. */
function loosenedTools({ tools }: Policy): string[] {
  return Object.entries(tools)
    .filter(([, { category, override }]) => override?.loosens === true && rankOf(category) >= rankOf('Execute'))
    .map(([name, { category, override }]) =>
      escapeTerminal(`Loosened by an override: ${JSON.stringify(name)} (${category}): ${override?.because ?? ''}`),
    );
}

const OFFERS: Readonly<Record<ArgumentRuleKind, string>> = {
  'max-amount': 'a cap on the amount in',
  'allowed-hosts': 'allowed hosts for',
  'path-prefixes': 'path prefixes for',
};

function suggestions({ tools }: Policy): string[] {
  return Object.entries(tools).flatMap(([name, { suggested = [] }]) =>
    suggested.map(({ kind, argument }) =>
      escapeTerminal(
        `Off until --overrides sets it: ${OFFERS[kind]} ${JSON.stringify(argument)} of ${JSON.stringify(name)} (${kind}).`,
      ),
    ),
  );
}
