import type { GivenValues } from '../../model/secret.ts';
import { type PlaceholderFiles, placeholderFor } from './placeholder.ts';

/** Puts values in place of the `${NAME}` of declared arguments: the operator's where given, else made-up ones. */
export function fillArguments(
  args: readonly string[],
  given: GivenValues,
  files: PlaceholderFiles,
): { args: string[]; madeUp: string[]; givenNames: string[] } {
  const madeUp = new Set<string>();
  const givenNames = new Set<string>();
  const filled = args.map((arg) =>
    arg.replaceAll(/\$\{(?:\w+:)?([^}]+)\}/g, (_whole, name: string) => {
      const value = given.env.get(name)?.reveal();
      if (value !== undefined) givenNames.add(name);
      else madeUp.add(name);
      return value ?? placeholderFor(name, {}, files);
    }),
  );
  return { args: filled, madeUp: [...madeUp], givenNames: [...givenNames] };
}
