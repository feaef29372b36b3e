import { z } from 'zod';
import { CATEGORIES } from './category.ts';
import { FAILURE_CODES, type FailureCode } from './failure.ts';

const count = z.number().int().nonnegative();
const time = z.string();
const codes = Object.keys(FAILURE_CODES) as FailureCode[];

/** Why a server is looked at, each with its words. */
export const DUE_REASONS = {
  new: 'never looked at',
  changed: 'its version or its source record changed',
  aged: 'its last list is older than the maximum age',
  version: 'its registry has a newer version than the one that ran',
  'back-off': 'the back-off after a failure is over',
  rejudge: 'judged by other rules, weights or prompt: its stored list is classified again, without contact',
} as const;
/** Why a server is looked at. */
export type DueReason = keyof typeof DUE_REASONS;
export const DUE_REASON_CODES = Object.keys(DUE_REASONS) as DueReason[];

/** The stages of a night whose time is told, in their order. */
export const NIGHT_STAGES = ['collect', 'decide', 'look', 'connect', 'classify', 'save', 'report'] as const;
export type NightStage = (typeof NIGHT_STAGES)[number];

/** Examples that each list of an account holds at most. */
export const MAX_EXAMPLES = 10;

/** Shape of the account of one night: counts, and a few examples of each thing. Its size does not grow with the servers. Texts of servers are untrusted. */
export const Account = z.object({
  /** Id of the run. */
  run: z.string(),
  /** ISO 8601. */
  startedAt: time,
  /** When the account was drawn up, ISO 8601. */
  at: time,
  /** `interrupted`: servers that were due remain; the next start goes on with them. */
  state: z.enum(['complete', 'interrupted']),
  /** How often the run was taken up again. */
  resumed: count,
  /** What the sources named. */
  sources: z.object({
    servers: count,
    /** Withdrawn by every place that names them: not looked at. */
    withdrawn: count,
    /** Known from earlier nights and named no more: not looked at. Never counted where a listing was incomplete. */
    unnamed: count,
    /** Targets and records that could not be read. */
    problems: count,
    problemExamples: z.array(z.object({ target: z.string(), problem: z.string() })),
    /** Whether some listing ended early: then no server counts as unnamed. */
    isIncomplete: z.boolean(),
  }),
  /** Servers that were due, by the reason. */
  due: z.object({ total: count, reasons: z.partialRecord(z.enum(DUE_REASON_CODES), count) }),
  /** Servers that were named and not due. */
  notDue: count,
  /** Of those, packages without a pinned version whose registry was asked for the newest one, to no news. */
  versionsAsked: count,
  /** Servers that are done, `listed + failed`. */
  done: count,
  /** Servers due and not done. */
  remaining: count,
  /** `new + changed + unchanged`; servers judged again without contact among them. */
  listed: count,
  new: count,
  changed: count,
  unchanged: count,
  failed: z.object({
    total: count,
    /** Most frequent first. */
    codes: z.array(
      z.object({
        code: z.enum(codes),
        servers: count,
        examples: z.array(z.object({ server: z.string(), message: z.string() })),
      }),
    ),
  }),
  /** Servers that failed tonight and were listed the time before. */
  newlyUnreachable: z.object({
    total: count,
    examples: z.array(z.object({ server: z.string(), code: z.enum(codes), message: z.string(), lastListedAt: time })),
  }),
  /** Servers whose last try failed and whose last good list still stands, oldest first. */
  stale: z.object({
    total: count,
    examples: z.array(z.object({ server: z.string(), code: z.enum(codes), listedAt: time, ageMs: count })),
  }),
  /** Tools that servers known before have now; those of new servers are not among them. */
  newTools: z.object({
    total: count,
    examples: z.array(z.object({ server: z.string(), tool: z.string(), category: z.enum(CATEGORIES) })),
  }),
  /** Tools whose category or effects became more severe. */
  risen: z.object({
    total: count,
    examples: z.array(
      z.object({ server: z.string(), tool: z.string(), from: z.enum(CATEGORIES), to: z.enum(CATEGORIES) }),
    ),
  }),
  /** One tool set under several servers, in the whole catalogue, the most frequent first. */
  clones: z.object({
    toolSets: count,
    servers: count,
    examples: z.array(
      z.object({ toolSetHash: z.string(), tools: count, servers: count, examples: z.array(z.string()) }),
    ),
  }),
  /**
   * Milliseconds by stage. `collect`, `decide`, `look` and `report` by the clock, over all starts of the run but those
   * that were killed; `connect`, `classify` and `save` added up over servers that were looked at side by side.
   */
  stages: z.array(z.object({ stage: z.enum(NIGHT_STAGES), ms: count })),
  /** What asking a language model took; absent where none was to be asked. Dollars; null where the price is not known. */
  llm: z
    .object({ model: z.string(), requests: count, cacheHits: count, tokens: count, cost: z.number().nullable() })
    .optional(),
  /** What the catalogue holds now. */
  catalog: z.object({ servers: count, listed: count, tools: count, needsReview: count }),
});
/** The account of one night. */
export type Account = z.infer<typeof Account>;
