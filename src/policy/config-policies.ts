import type { FailureCode } from '../model/failure.ts';
import { byName } from '../model/json.ts';
import type { Policy } from '../model/policy.ts';
import type { Run, ServerResult } from '../model/run.ts';
import { toolSetHash } from '../model/tool.ts';
import { aliasOf } from './alias.ts';

/** The keys under which client configurations name a server, sorted; none where it was found elsewhere. */
export function configKeysOf({ entry: { origins } }: Pick<ServerResult, 'entry'>): string[] {
  const keys = origins.filter(({ source }) => source === 'client-config').map(({ name }) => name);
  return [...new Set(keys)].sort();
}

/** The same policy for each key of a server, under the name that clients form from it. */
export function underKeys(policy: Policy, keys: readonly string[]): Policy[] {
  return keys.map((configKey) => {
    const alias = aliasOf({ id: policy.server, origins: [{ source: 'client-config', name: configKey }] });
    return { ...policy, alias, configKey };
  });
}

/** The policy of a server that could not be listed: nothing of it may be called. */
export function deniedPolicy(server: string, run: Pick<Run, 'id' | 'versions'>, code: FailureCode): Policy {
  const { rules, weights } = run.versions;
  return {
    version: '1',
    server,
    alias: aliasOf({ id: server, origins: [] }),
    deniedBecause: `it could not be listed (${code})`,
    toolSetHash: toolSetHash([]),
    run: run.id,
    versions: { rules, weights },
    default: 'deny',
    tools: byName(),
  };
}

/**
 * Denies the policies of different servers whose keys are one to some client: a rule for one would hold for the other.
 * Gives all policies in the order of their keys.
 */
export function denyClashes(policies: readonly Policy[]): Policy[] {
  const clashing = new Set([...clashesBy(policies, ({ alias }) => alias), ...clashesBy(policies, formOf)]);
  return policies
    .map((policy) =>
      clashing.has(policy)
        ? {
            ...policy,
            deniedBecause: 'another server of the configuration has the same name to a client',
            tools: byName<never>(),
          }
        : policy,
    )
    .sort((a, b) => ((a.configKey ?? '') < (b.configKey ?? '') ? -1 : 1));
}

/** What clients make of a key that replace what they do not allow. */
function formOf({ configKey = '' }: Policy): string {
  return configKey.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}

function clashesBy(policies: readonly Policy[], nameOf: (policy: Policy) => string): Policy[] {
  const byForm = Map.groupBy(policies, (policy) => nameOf(policy).toLowerCase());
  return [...byForm.values()].filter((group) => new Set(group.map(({ server }) => server)).size > 1).flat();
}
