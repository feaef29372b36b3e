import type { GivenValues } from '../model/secret.ts';
import type { ServerEntry } from '../model/server-entry.ts';

/**
 * The values that may reach one server: those of its own client config, and of the operator's those that the server
 * declares by name, or all of them when it is the only target (design, Safety: Secrets).
 */
export function givenFor(
  entry: ServerEntry,
  ofConfig: GivenValues,
  ofOperator: GivenValues,
  isOnlyTarget: boolean,
): GivenValues {
  const variables = new Set(
    [...entry.packages, entry.command].flatMap((one) => one?.environmentVariables.map(({ name }) => name) ?? []),
  );
  const headers = new Set(entry.remotes.flatMap((remote) => remote.headers.map(({ name }) => name.toLowerCase())));
  const env = [...ofOperator.env].filter(([name]) => isOnlyTarget || variables.has(name));
  const sent = [...ofOperator.headers].filter(([name]) => isOnlyTarget || headers.has(name.toLowerCase()));
  return { env: new Map([...env, ...ofConfig.env]), headers: new Map([...sent, ...ofConfig.headers]) };
}
