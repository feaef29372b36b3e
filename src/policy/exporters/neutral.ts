import { stringifyJson } from '../../model/escape/json.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

/** The neutral policy itself (data/schemas/policy.schema.json), which `policy simulate` and `policy diff` read. */
export const neutral: PolicyExporter = {
  id: 'neutral',
  title: 'the neutral policy (JSON)',
  extension: 'json',
  cannotSay: [],
  saysArguments: true,
  exportPolicy: (policy) => `${stringifyJson(policy, 2)}\n`,
  exportPolicies: (policies) => `${stringifyJson({ policies }, 2)}\n`,
};
