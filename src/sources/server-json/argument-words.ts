import { constantCase } from 'change-case';
import type { DeclaredInput } from '../../model/server-entry.ts';
import { declare, fillVariables } from './declared-input.ts';
import type { Argument } from './server-json.ts';

/** Arguments as words of a command line. */
export type ArgumentWords = {
  /** All words, in order; what a user must fill in stands as `${NAME}`. */
  words: string[];
  /** Those that the publisher fixes: they are the same for every user. */
  fixed: string[];
  /** What stands open in `words`. */
  declared: DeclaredInput[];
};

/**
 * Turns arguments into words: fixed values, and what is required by its default or as `${NAME}`. What is optional is left
 * to the server's own default. A named argument is two words, flag and value, which more programs read than `--flag=value`.
 */
export function argumentWords(list: readonly Argument[]): ArgumentWords {
  const result: ArgumentWords = { words: [], fixed: [], declared: [] };
  for (const argument of list) {
    const flag = argument.name == null || argument.type === 'positional' ? [] : [argument.name];
    if (isBareFlag(argument)) {
      result.words.push(...flag);
      result.fixed.push(...flag);
      continue;
    }
    const fixed = argument.value == null ? undefined : fillVariables(argument.value, argument.variables);
    if (fixed !== undefined) {
      result.words.push(...flag, fixed);
      result.fixed.push(...flag, fixed);
      continue;
    }
    if (argument.isRequired !== true && argument.value == null) continue;
    const name = nameOf(argument);
    const standard = argument.default == null || isOwnPath(argument.default) ? undefined : argument.default;
    result.words.push(...flag, standard ?? `\${${name}}`);
    if (standard === undefined) result.declared.push({ ...declare(name, argument), isRequired: true });
  }
  return result;
}

/** A flag that is named and nothing else said of it: publishers write switches so. */
function isBareFlag({ type, name, valueHint, ...input }: Argument): boolean {
  const said = [
    input.value,
    input.default,
    input.description,
    input.format,
    input.isRequired,
    input.isSecret,
    valueHint,
  ];
  return type !== 'positional' && name != null && input.choices == null && said.every((field) => field == null);
}

/** A path of the publisher's own machine, given as an example: it exists on no other. */
function isOwnPath(text: string): boolean {
  return /^(?:\/|~|[A-Za-z]:\\)/.test(text);
}

function nameOf({ type, name, valueHint }: Argument): string {
  const own = constantCase((type === 'positional' ? (valueHint ?? name) : (name ?? valueHint)) ?? '');
  const plain = own.replaceAll(/\W/g, '');
  return /^[A-Za-z_]/.test(plain) ? plain : `ARGUMENT${plain === '' ? '' : `_${plain}`}`;
}
