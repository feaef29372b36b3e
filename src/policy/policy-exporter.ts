import type { Policy } from '../model/policy.ts';

/**
 * A policy format: one file in `exporters/`, one line in its list. Callers go through `writePolicy` and `writePolicies`,
 * which keep rules on arguments from formats that cannot say them.
 */
export type PolicyExporter = {
  /** Value of `policy --for`: `policylayer`, … */
  id: string;
  title: string;
  /** Extension of the file: `json`, `yaml`. */
  extension: string;
  /** What the format cannot say, and how the export stays on the safer side; one sentence each. */
  cannotSay: readonly string[];
  /** Deterministic text of one server's policy, never more permissive than the policy itself. */
  exportPolicy: (policy: Policy) => string;
  /**
   * The same for all servers of one client configuration in one text, where the format's file speaks of several. A
   * server with `deniedBecause` has no tools and is denied whole; configured names that are one to the client deny.
   */
  exportPolicies?: (policies: readonly Policy[]) => string;
  /** True where the export enforces `ToolRule.arguments`; without it the policy comes with stricter decisions in their place. */
  saysArguments?: true;
};
