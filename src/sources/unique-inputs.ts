import type { DeclaredInput } from '../model/server-entry.ts';

/** The inputs with each name once: the first of that name, in the order in which names first came. */
export function uniqueInputs(inputs: readonly DeclaredInput[]): DeclaredInput[] {
  const byName = new Map<string, DeclaredInput>();
  for (const input of inputs) if (!byName.has(input.name)) byName.set(input.name, input);
  return [...byName.values()];
}
