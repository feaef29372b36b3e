import type { Policy } from '../model/policy.ts';

/** A policy format: one file in `exporters/`, one line in its list. */
export type PolicyExporter = {
  /** Value of `policy --for`: `policylayer`, … */
  id: string;
  title: string;
  /** Extension of the file: `json`, `yaml`. */
  extension: string;
  /** Deterministic text of one server's policy. */
  exportPolicy: (policy: Policy) => string;
};
