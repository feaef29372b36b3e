import { z } from 'zod';
import { CATEGORIES } from './category.ts';
import { Versions } from './classification.ts';

/** What a policy does with a call. `hide` removes the tool from the list and denies; `ask` waits for a person. */
export const DECISIONS = ['allow', 'limit', 'ask', 'hide', 'deny'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Shape of a rate limit: at most `max` calls in a window. */
export const Limit = z.object({ max: z.number().int().positive(), window: z.enum(['minute', 'hour', 'day']) });
export type Limit = z.infer<typeof Limit>;

/** Shape of the rule for one action of a multi-action tool: never stricter than the tool's own rule. */
export const ActionRule = z.object({
  category: z.enum(CATEGORIES),
  decision: z.enum(DECISIONS),
  /** Present when the decision is `limit`. */
  limits: z.array(Limit),
});
export type ActionRule = z.infer<typeof ActionRule>;

/** Shape of the rule for one tool. */
export const ToolRule = z.object({
  definitionHash: z.string(),
  /** The category that the rule acts on. */
  category: z.enum(CATEGORIES),
  decision: z.enum(DECISIONS),
  /** Present when the decision is `limit`. */
  limits: z.array(Limit),
  /** Whether the verdict waits for a person; the category is then the more severe of its two likeliest. */
  needsReview: z.boolean(),
  /** One sentence: why. */
  because: z.string(),
  /** Actions that may do more than the tool: calls whose string `argument` names one of them follow its rule. */
  actions: z.object({ argument: z.string(), rules: z.record(z.string(), ActionRule) }).optional(),
});
export type ToolRule = z.infer<typeof ToolRule>;

/** Shape of the neutral policy of one server. */
export const Policy = z.object({
  version: z.literal('1'),
  server: z.string(),
  /** What client configurations call the server: letters, digits, `-` and single `_`, at most 64. */
  alias: z.string(),
  toolSetHash: z.string(),
  run: z.string(),
  versions: Versions,
  default: z.literal('deny'),
  /** By exact tool name; a null-prototype record (`byName`). */
  tools: z.record(z.string(), ToolRule),
});
/** The neutral policy of one server, from which every export is made. */
export type Policy = z.infer<typeof Policy>;
