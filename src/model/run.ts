import { z } from 'zod';
import type { Classification } from './classification.ts';
import type { Failure } from './failure.ts';
import { LlmLedger } from './llm-ledger.ts';
import type { ServerEntry } from './server-entry.ts';
import type { ServerSnapshot } from './snapshot.ts';

/** Shape of one run of the pipeline. */
export const Run = z.object({
  /** `run-<UTC time>-<6 random hex digits>`, sortable by start. */
  id: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** ISO 8601; absent while it runs or when it was killed. */
  finishedAt: z.string().optional(),
  versions: z.object({ toolrisk: z.string(), rules: z.string(), weights: z.string() }),
  /** The options that shaped the run; no values of secrets. */
  options: z.record(z.string(), z.json()),
  /** What asking a model took; absent where none was asked, and while it runs. */
  llm: LlmLedger.optional(),
  /** When `catalog prune` removed results of it, ISO 8601; absent while it is whole. */
  prunedAt: z.string().optional(),
});
/** One run of the pipeline. */
export type Run = z.infer<typeof Run>;

/** What became of one server in a run. */
export type ServerResult = {
  /** What the operator typed or the source named. */
  target: string;
  entry: ServerEntry;
} & (ListedResult | FailedResult);

/** The listed kind: `classifications[i]` is the verdict on `snapshot.tools[i]`. */
export type ListedResult = {
  status: 'listed';
  snapshot: ServerSnapshot;
  classifications: Classification[];
  /** Against the catalogue's last snapshot of the same server. */
  change: 'new' | 'changed' | 'unchanged';
};

/** The failed kind. */
export type FailedResult = { status: 'failed'; failure: Failure };
