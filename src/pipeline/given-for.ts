import type { GivenValues } from '../model/secret.ts';
import type { ServerEntry } from '../model/server-entry.ts';
import type { ServerTarget } from '../sources/target.ts';

/**
 * The values that may reach one server: those of its own client config, and of the operator's all when it is the only
 * target. Among several, a server that is started here gets the variables that it declares by name; a remote gets
 * none, since any stranger's entry can declare `OPENAI_API_KEY` as a part of its URL (design, Safety: Secrets).
 */
export function givenFor(
  entry: ServerEntry,
  ofConfig: GivenValues,
  ofOperator: GivenValues,
  isOnlyTarget: boolean,
): GivenValues {
  if (isOnlyTarget) {
    return {
      env: new Map([...ofOperator.env, ...ofConfig.env]),
      headers: new Map([...ofOperator.headers, ...ofConfig.headers]),
    };
  }
  const declared = entry.remotes.length > 0 ? new Set<string>() : declaredVariables(entry);
  const env = [...ofOperator.env].filter(([name]) => declared.has(name));
  return { env: new Map([...env, ...ofConfig.env]), headers: ofConfig.headers };
}

/** Names of the operator's values that reach none of the targets. */
export function unreachedNames(targets: readonly ServerTarget[], ofOperator: GivenValues): string[] {
  const reached = targets.map(({ entry, given }) => givenFor(entry, given, ofOperator, targets.length === 1));
  const isUnreached = (kind: keyof GivenValues, name: string): boolean =>
    reached.every((given) => !given[kind].has(name));
  return [
    ...[...ofOperator.env.keys()].filter((name) => isUnreached('env', name)),
    ...[...ofOperator.headers.keys()].filter((name) => isUnreached('headers', name)),
  ];
}

/** Says to the operator that a value was not used, and how it would be. */
export function describeUnreached(name: string): string {
  return `the value of ${name} went to no server: among several targets a value goes only to a server that is started here and declares that name; scan the one that needs it alone`;
}

function declaredVariables(entry: ServerEntry): Set<string> {
  return new Set(
    [...entry.packages, entry.command].flatMap((one) => one?.environmentVariables.map(({ name }) => name) ?? []),
  );
}
