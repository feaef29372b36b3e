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

const argument = z.string().describe("Name of the argument, as it stands in the tool's arguments.");
/** What becomes of a call that breaks a rule on an argument: never milder than what the tool's own rule says. */
const otherwise = z.enum(['ask', 'deny']).default('deny');

/** Kinds of rules on arguments. */
export const ARGUMENT_RULE_KINDS = ['max-amount', 'allowed-hosts', 'path-prefixes'] as const;
/** Kind of a rule on an argument. */
export type ArgumentRuleKind = (typeof ARGUMENT_RULE_KINDS)[number];

/** Shape of a rule that every call of a tool must keep; a call without the argument breaks it. */
export const ArgumentRule = z.discriminatedUnion('kind', [
  /** A number from 0 to `max`, or its plain decimal text. */
  z.object({ kind: z.literal('max-amount'), argument, max: z.number().nonnegative(), otherwise }),
  /** URLs of these hosts: `example.com`, `*.example.com` (below it), `example.com:8080`; without a port the scheme's own. */
  z.object({ kind: z.literal('allowed-hosts'), argument, hosts: z.array(z.string().min(1)).min(1), otherwise }),
  /** Paths at or below these folders; relative ones (`docs`, `.`) hold for relative paths. */
  z.object({ kind: z.literal('path-prefixes'), argument, prefixes: z.array(z.string().min(1)).min(1), otherwise }),
]);
/** A rule that every call of a tool must keep. */
export type ArgumentRule = z.infer<typeof ArgumentRule>;

/** Shape of a rule that the schema offers and that does nothing until an operator fills it in. */
export const ArgumentSuggestion = z.object({ kind: z.enum(ARGUMENT_RULE_KINDS), argument });
/** A rule that the schema offers and that does nothing until an operator fills it in. */
export type ArgumentSuggestion = z.infer<typeof ArgumentSuggestion>;

/** Shape of what an operator's overrides file did to a rule. */
const AppliedOverride = z.object({
  /** The operator's reason; as they wrote it. */
  because: z.string(),
  /** Whether more is let through than without it. */
  loosens: z.boolean(),
  /** The decision without it. */
  from: z.enum(DECISIONS),
});

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
  /** Rules on arguments that hold for every call, its actions' too; a format that cannot say them gets `withoutArguments`. */
  arguments: z.array(ArgumentRule).optional(),
  /** Rules on arguments that could be set; text formats may show them as comments. */
  suggested: z.array(ArgumentSuggestion).optional(),
  /** Present where an overrides file changed the rule. */
  override: AppliedOverride.optional(),
});
export type ToolRule = z.infer<typeof ToolRule>;

/** Shape of the neutral policy of one server. */
export const Policy = z.object({
  version: z.literal('1'),
  server: z.string(),
  /** What client configurations call the server: letters, digits, `-` and single `_`, at most 64. */
  alias: z.string(),
  /** The server's key in the client configuration, exactly as it stands there; absent where it was found elsewhere. */
  configKey: z.string().optional(),
  /** Why no tool of the server may be called, in our own words (it failed, its name clashes); `tools` is then empty. */
  deniedBecause: z.string().optional(),
  toolSetHash: z.string(),
  run: z.string(),
  versions: Versions,
  default: z.literal('deny'),
  /** By exact tool name; a null-prototype record (`byName`). */
  tools: z.record(z.string(), ToolRule),
});
/** The neutral policy of one server, from which every export is made. */
export type Policy = z.infer<typeof Policy>;
