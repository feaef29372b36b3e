import type { DeclaredInput } from '../../model/server-entry.ts';
import { Input, type KeyValueInput } from './server-json.ts';

/** A variable or header as an entry keeps it. A fixed value is its default: whoever starts the server must give just that. */
export function declaredInput(input: KeyValueInput): DeclaredInput {
  const { name } = input;
  const fixed = input.value == null ? undefined : fillVariables(input.value, input.variables);
  return declare(name, {
    ...input,
    default: fixed ?? (input.value == null ? input.default : undefined),
    isRequired: input.isRequired ?? input.value != null,
  });
}

/** An input under a name of our own choice. */
export function declare(name: string, input: Input): DeclaredInput {
  const choices = input.choices ?? [];
  return {
    name,
    ...(input.description == null || input.description === '' ? {} : { description: input.description }),
    ...(input.isRequired === true ? { isRequired: true } : {}),
    ...(input.isSecret === true ? { isSecret: true } : {}),
    ...(input.default == null ? {} : { default: input.default }),
    ...(choices.length === 0 ? {} : { choices }),
    ...(input.format == null ? {} : { format: input.format }),
  };
}

/** A `value` with its `{variables}` filled in; undefined where one has neither value nor default. Unknown names stay. */
export function fillVariables(value: string, variables: Input['variables']): string | undefined {
  const known = readVariables(variables);
  let isOpen = false;
  const filled = value.replaceAll(/\{([\w.-]+)\}/g, (whole, name: string) => {
    const variable = known.get(name);
    const text = variable?.value ?? variable?.default;
    isOpen ||= variable !== undefined && text == null;
    return text ?? whole;
  });
  return isOpen ? undefined : filled;
}

/** The variables of a template by name; what is none is left out. */
export function readVariables(variables: Input['variables']): Map<string, Input> {
  return new Map(
    Object.entries(variables ?? {}).flatMap(([name, value]) => {
      const parsed = Input.safeParse(value);
      return parsed.success ? [[name, parsed.data] as const] : [];
    }),
  );
}
