import type { Policy } from '../model/policy.ts';
import type { PolicyExporter } from './policy-exporter.ts';
import { withoutArguments } from './without-arguments.ts';

/** The text of one server's policy. */
export function writePolicy(exporter: PolicyExporter, policy: Policy): string {
  return exporter.exportPolicy(sayable(exporter, policy));
}

/** One text for several servers; undefined where the format's file speaks of one. */
export function writePolicies(exporter: PolicyExporter, policies: readonly Policy[]): string | undefined {
  return exporter.exportPolicies?.(policies.map((policy) => sayable(exporter, policy)));
}

function sayable({ saysArguments }: PolicyExporter, policy: Policy): Policy {
  return saysArguments ? policy : withoutArguments(policy);
}
