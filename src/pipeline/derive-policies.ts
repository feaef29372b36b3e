import type { Policy } from '../model/policy.ts';
import type { Run, ServerResult } from '../model/run.ts';
import { configKeysOf, deniedPolicy, denyClashes, underKeys } from '../policy/config-policies.ts';
import { derivePolicy } from '../policy/derive-policy.ts';
import { applyOverrides } from '../policy/overrides/apply-overrides.ts';
import { matchingServers } from '../policy/overrides/entry-for.ts';
import type { Overrides } from '../policy/overrides/overrides.ts';
import type { Preset } from '../policy/presets.ts';

/** A finished run. */
export type FinishedRun = { run: Run; results: () => AsyncIterable<ServerResult> };

/** What policies are derived by. */
export type PolicyTerms = {
  preset: Preset;
  overrides?: Overrides;
  /** Hears of what stands in the overrides and does nothing; the text is untrusted. `isRefused`: against the rules. */
  onProblem?: (problem: string, isRefused: boolean) => void;
};

/** The policies of the listed servers of a run, one by one. At the end, overrides of servers that were not met are told. */
export async function* derivePolicies(done: FinishedRun, terms: PolicyTerms): AsyncGenerator<Policy> {
  for await (const { policy } of eachWithPolicy(done, terms)) if (policy !== undefined) yield policy;
}

/** The results of a run in their order, those of listed servers with their policies. Tells like `derivePolicies`. */
export async function* eachWithPolicy(
  { run, results }: FinishedRun,
  terms: PolicyTerms,
): AsyncGenerator<{ result: ServerResult; policy?: Policy }> {
  const met = new Set<string>();
  for await (const result of results()) {
    for (const name of matchesOf(result, terms)) met.add(name);
    yield result.status === 'listed' ? { result, policy: policyOf(result, run, terms) } : { result };
  }
  tellUnmet(met, terms);
}

/**
 * The policies of a run over client configurations, one for each key in the order of keys: servers that failed and
 * servers whose names clash are denied whole. Undefined where not all servers are of a configuration.
 */
export async function deriveConfigPolicies(
  { run, results }: FinishedRun,
  terms: PolicyTerms,
): Promise<Policy[] | undefined> {
  const policies: Policy[] = [];
  const met = new Set<string>();
  for await (const result of results()) if (configKeysOf(result).length === 0) return undefined;
  for await (const result of results()) {
    for (const name of matchesOf(result, terms)) met.add(name);
    const policy =
      result.status === 'listed'
        ? policyOf(result, run, terms)
        : deniedPolicy(result.entry.id, run, result.failure.code);
    policies.push(...underKeys(policy, configKeysOf(result)));
  }
  tellUnmet(met, terms);
  return denyClashes(policies);
}

/** The policy of a listed server under the overrides. */
export function policyOf(result: ServerResult & { status: 'listed' }, run: Run, terms: PolicyTerms): Policy {
  const derived = derivePolicy(result, run, terms.preset);
  if (terms.overrides === undefined) return derived;
  const { policy, unknownTools, refused } = applyOverrides(derived, terms.overrides);
  for (const tool of unknownTools) terms.onProblem?.(`${policy.server} has no tool "${tool}"`, false);
  for (const { tool, reason } of refused)
    terms.onProblem?.(`"${tool}" of ${policy.server} is not overridden: ${reason}`, true);
  return policy;
}

function matchesOf({ entry }: ServerResult, { overrides }: PolicyTerms): string[] {
  return overrides === undefined ? [] : matchingServers(overrides, entry.id);
}

function tellUnmet(met: ReadonlySet<string>, { overrides, onProblem }: PolicyTerms): void {
  for (const name of Object.keys(overrides?.servers ?? {}))
    if (!met.has(name)) onProblem?.(`no server ${name} is among the targets`, false);
}
