import type { Secret } from '../../src/model/secret.ts';
import type { ServerTarget, TargetProblem } from '../../src/sources/target.ts';

/** Everything that a source gives, apart. */
export type Collected = { targets: ServerTarget[]; problems: TargetProblem[] };

/** Reads a source to its end. */
export async function collect(
  items: AsyncIterable<ServerTarget | TargetProblem> | readonly (ServerTarget | TargetProblem)[],
): Promise<Collected> {
  const result: Collected = { targets: [], problems: [] };
  for await (const item of items) {
    if ('problem' in item) result.problems.push(item);
    else result.targets.push(item);
  }
  return result;
}

/** The values of secrets by name, to compare them. */
export function revealed(secrets: ReadonlyMap<string, Secret>): Record<string, string> {
  return Object.fromEntries([...secrets].map(([name, secret]) => [name, secret.reveal()]));
}
