import { z } from 'zod';
import { Account } from '../model/account.ts';
import { Classification } from '../model/classification.ts';
import { Failure } from '../model/failure.ts';
import { ReviewEvent } from '../model/review-event.ts';
import { Run } from '../model/run.ts';
import { ServerEntry } from '../model/server-entry.ts';
import { Provenance, ServerSnapshot } from '../model/snapshot.ts';

const head = { target: z.string(), entry: ServerEntry };
const Listed = z.object({
  ...head,
  status: z.literal('listed'),
  snapshot: ServerSnapshot,
  /** `classifications[i]` is the verdict on `snapshot.tools[i]`. */
  classifications: z.array(Classification),
  change: z.enum(['new', 'changed', 'unchanged']),
});
const Failed = z.object({ ...head, status: z.literal('failed'), failure: Failure });

/** Shape of one line of an export of the history, which `catalog import` reads. */
export const HistoryLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), run: Run }).describe('A run of the pipeline; it stands before its results.'),
  z
    .object({
      type: z.literal('result'),
      run: z.string(),
      result: z.discriminatedUnion('status', [Listed, Failed]),
    })
    .describe('What became of one server in one run.'),
  z
    .object({
      type: z.literal('again'),
      run: z.string(),
      result: z.object({ ...head, provenance: Provenance, list: z.string().regex(/^[0-9a-f]{64}$/) }),
    })
    .describe('A server whose list and verdicts are those of its last line before; `list` is their hash.'),
  z.object({ type: z.literal('account'), account: Account }).describe('The account of a night.'),
  z
    .object({ type: z.literal('answer'), key: z.string(), answer: z.string(), at: z.string() })
    .describe('A remembered answer of a language model.'),
  z.object({ type: z.literal('review'), event: ReviewEvent }).describe('What a person decided or took back.'),
]);
/** One line of an export of the history. */
export type HistoryLine = z.infer<typeof HistoryLine>;
