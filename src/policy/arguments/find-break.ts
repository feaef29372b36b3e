import type { Json, JsonObject } from '../../model/json.ts';
import type { ArgumentRule } from '../../model/policy.ts';
import { isAmountUpTo } from './amount.ts';
import { isAllowedUrl } from './host.ts';
import { isPathBelow } from './path.ts';

/** What a call gives, as far as it is known. */
export type GivenArguments = {
  /** Absent where the caller cannot know them. */
  arguments?: JsonObject;
  /** Names that stand more than once in the text of the call: servers differ in which of the two they take. */
  duplicated?: readonly string[];
};

/** Why a call breaks a rule, in our own words; undefined where it keeps it. */
export function findBreak(
  rule: ArgumentRule,
  { arguments: given, duplicated = [] }: GivenArguments,
): string | undefined {
  if (given === undefined) return 'its arguments are not known';
  const namesakes = [...Object.keys(given), ...duplicated].filter((name) => foldName(name) === foldName(rule.argument));
  if (namesakes.length > 1) return 'an argument with a rule is given more than once';
  if (!Object.hasOwn(given, rule.argument)) return 'an argument with a rule is missing';
  const value = given[rule.argument] ?? null;
  const values = Array.isArray(value) && rule.kind !== 'max-amount' ? value : [value];
  return values.length > 0 && values.every((each) => keeps(rule, each)) ? undefined : BROKEN[rule.kind];
}

const BROKEN: Readonly<Record<ArgumentRule['kind'], string>> = {
  'max-amount': 'an amount is not within its cap',
  'allowed-hosts': 'a URL is not of an allowed host',
  'path-prefixes': 'a path is not below an allowed folder',
};

function keeps(rule: ArgumentRule, value: Json): boolean {
  if (rule.kind === 'max-amount') return isAmountUpTo(value, rule.max);
  if (rule.kind === 'allowed-hosts') return isAllowedUrl(value, rule.hosts);
  return isPathBelow(value, rule.prefixes);
}

/** A form that names share which a lenient server could take for one. */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
